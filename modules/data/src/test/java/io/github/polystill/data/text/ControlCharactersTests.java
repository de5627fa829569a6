package io.github.polystill.data.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ControlCharactersTests {
  @ParameterizedTest
  @ValueSource(chars = {'\n', '\r', '\t', 0, 0x1b, 0x7f, 0x9b, 0x2028, 0x2029, 0x202e, 0x2066})
  void replacesARunByOne(char control) {
    assertThat(ControlCharacters.replace("a" + control + control + "b", "?")).isEqualTo("a?b");
  }

  @Test
  void keepsWhatIsShown() {
    String shown = "頭痛 \u3000\ud840\udc00 a\u200db";
    assertThat(ControlCharacters.replace(shown, "?")).isEqualTo(shown);
  }

  @Test
  void showsTheirCodes() {
    assertThat(ControlCharacters.escape("a\r\nb\rc")).isEqualTo("a\r\nb\\u000dc");
    assertThat(ControlCharacters.escape("a\u001b[0m\t\u202e\nb\u0085\\"))
        .isEqualTo("a\\u001b[0m\t\\u202e\nb\\u0085\\");
  }
}
