package io.github.polystill.embeddings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The oracle is {@link Float#parseFloat}, which rounds correctly by specification. */
final class DecimalFloatTests {

  @Property(tries = 5_000)
  void agreesWithTheJdkOnDecimals(
      @ForAll long digits, @ForAll @IntRange(min = 0, max = 30) int scale) {
    assertSame(BigDecimal.valueOf(digits, scale).toPlainString());
  }

  @Property(tries = 5_000)
  void agreesWithTheJdkOnShortDecimals(
      @ForAll @LongRange(min = -99_999_999, max = 99_999_999) long digits,
      @ForAll @IntRange(min = 0, max = 24) int scale) {
    assertSame(BigDecimal.valueOf(digits, scale).toPlainString());
  }

  /** Numbers beside the middle of two floats, where rounding twice goes wrong. */
  @Property(tries = 5_000)
  void agreesWithTheJdkBetweenTwoFloats(
      @ForAll @IntRange(min = 0x30000000, max = 0x4b000000) int bits,
      @ForAll @IntRange(min = -2, max = 2) int nudge,
      @ForAll @IntRange(min = 8, max = 40) int decimals) {
    float low = Float.intBitsToFloat(bits);
    BigDecimal middle =
        new BigDecimal(low).add(new BigDecimal(Math.nextUp(low))).divide(BigDecimal.valueOf(2));
    BigDecimal near = middle.setScale(decimals, RoundingMode.HALF_EVEN);
    assertSame(near.add(BigDecimal.valueOf(nudge, decimals)).toPlainString());
  }

  @Property(tries = 5_000)
  void agreesWithTheJdkOnEveryFloat(@ForAll float value) {
    assertSame(Float.toString(value));
    assertSame(Double.toString(value));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-0",
        "+1",
        "1.",
        ".5",
        "-.5",
        "1e5",
        "1E-5",
        "1.5e+3",
        "1e-46",
        "1e-40",
        "3.5e38",
        "00000000000000000000000000000000001",
        "0.00000000000000000000000000000000000000001",
        // Half way between 1 and the next float, and a shade above: a double cannot tell.
        "1.00000005960464477539062500",
        "1.000000059604644776"
      })
  void agreesWithTheJdkOnEveryNotation(String text) {
    assertSame(text);
  }

  @Test
  void knowsTheNamesOfNumbersThatAreNotFinite() {
    assertThat(parse("nan")).isNaN();
    assertThat(parse("-NaN")).isNaN();
    assertThat(parse("inf")).isEqualTo(Float.POSITIVE_INFINITY);
    assertThat(parse("-Infinity")).isEqualTo(Float.NEGATIVE_INFINITY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-", ".", "1.2.3", "1e", "1f", "0x1p3", "1,5", "--1", "１", "1-2"})
  void refusesWhatIsNoNumber(String text) {
    assertThatThrownBy(() -> parse(text)).isInstanceOf(NumberFormatException.class);
  }

  @Property
  void throwsNothingElse(@ForAll @StringLength(max = 8) String text) {
    try {
      parse(text);
    } catch (NumberFormatException e) {
      assertThat(text.matches("[0-9]+")).isFalse();
    }
  }

  private static void assertSame(String text) {
    assertThat(Float.floatToIntBits(parse(text)))
        .as(text)
        .isEqualTo(Float.floatToIntBits(Float.parseFloat(text)));
  }

  private static float parse(String text) {
    byte[] bytes = (" " + text + "9").getBytes(StandardCharsets.UTF_8);
    return DecimalFloat.parse(bytes, 1, bytes.length - 1);
  }
}
