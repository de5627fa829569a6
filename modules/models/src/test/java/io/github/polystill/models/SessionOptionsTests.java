package io.github.polystill.models;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionOptionsTests {
  private final Locale before = Locale.getDefault();

  @AfterEach
  void restore() {
    Locale.setDefault(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ar-EG", "fa-IR", "th-TH-u-nu-thai"})
  void refusesLocalesWhoseDigitsTensorFlowRefuses(String tag) {
    Locale.setDefault(Locale.forLanguageTag(tag));
    assertThatIllegalStateException()
        .isThrownBy(SessionOptions::requireAsciiDigits)
        .withMessageContainingAll(tag, "Locale.setDefault(Locale.ROOT)");
  }

  @Test
  void takesOthers() {
    Locale.setDefault(Locale.forLanguageTag("tr-TR"));
    assertThatCode(SessionOptions::requireAsciiDigits).doesNotThrowAnyException();
  }
}
