package io.github.polystill.labs.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;

/** Damages a file as disks, transfers, careless editors and attackers do. */
final class Mutations {
  private static final int MOST_BYTES = 1 << 20;
  private static final int LONGEST_REPETITION = 1 << 16;

  private static final byte[][] NUMBERS =
      texts(
          "0",
          "-1",
          "-0",
          "2147483647",
          "2147483648",
          "-2147483649",
          "9223372036854775808",
          "99999999999999999999999999",
          "1e999",
          "-1e308",
          "1e-400",
          "0.1",
          "1.0",
          "NaN",
          "Infinity",
          "0x10",
          "007",
          "١٢",
          "1_000");

  private static final byte[][] VALUES =
      texts(
          "null",
          "[null]",
          "{}",
          "[]",
          "\"\"",
          "true",
          "[[]]",
          "{\"\":null}",
          "{\"a\":1,\"a\":2}",
          "\"\\ud800\"",
          "\"\\u0000\"",
          "~",
          "!!java.lang.Runtime {}",
          "&a [*a]",
          "<<: *a",
          "---",
          "\n",
          ",",
          ";",
          "\t",
          "\"",
          "'",
          "%",
          "__label__",
          "../../etc/passwd",
          "/dev/null");

  private static final byte[][] NESTINGS =
      texts(
          "[", "{\"a\":", "[{\"a\":", "{", "- ", "(", "{{", "[[", "<a>", "\u000b", "\u0012\u0002");

  private static final byte[][] CONTROLS =
      texts(
          "\u001b]0;title\u0007",
          "\u001b[2J",
          "\u0000",
          "\u0007",
          "\b",
          "\r",
          "\u007f",
          "\u009b31m",
          "\u0085",
          "\u2028",
          "\u202e",
          "\u200b",
          "\ufeff",
          "\u001a",
          "\f");

  private static final byte[][] INVALID =
      bytes("ff", "fe", "c080", "eda080", "f8888080", "80", "e4b8", "f4908080", "c1bf");

  private final SplittableRandom random;

  Mutations(SplittableRandom random) {
    this.random = random;
  }

  /** One to four kinds of damage. */
  byte[] of(byte[] valid, byte[] other) {
    byte[] mutated = valid;
    for (int left = 1 + random.nextInt(4); left > 0; left--) {
      mutated = once(mutated, other);
    }
    return mutated.length > MOST_BYTES ? Arrays.copyOf(mutated, MOST_BYTES) : mutated;
  }

  private byte[] once(byte[] valid, byte[] other) {
    int from = position(valid);
    int to = Math.min(valid.length, from + length());
    return switch (random.nextInt(15)) {
      case 0 -> flipped(valid, 1);
      case 1 -> flipped(valid, 1 + random.nextInt(16));
      case 2 -> Arrays.copyOf(valid, from);
      case 3 -> replaced(valid, from, to, new byte[0]);
      case 4 -> replaced(valid, to, to, repeated(Arrays.copyOfRange(valid, from, to)));
      case 5 ->
          replaced(
              valid, from, valid.length, Arrays.copyOfRange(other, position(other), other.length));
      case 6 -> replaced(valid, from, from, one(VALUES));
      case 7, 8 -> ofNumber(valid, from);
      case 9, 10 -> ofString(valid, from);
      case 11 -> replaced(valid, from, random.nextBoolean() ? from : to, repeated(one(NESTINGS)));
      case 12 -> replaced(valid, from, from, one(CONTROLS));
      case 13 -> replaced(valid, from, from, one(INVALID));
      default -> replaced(valid, from, from, repeated(garbage()));
    };
  }

  byte[] flipped(byte[] valid, int bits) {
    byte[] flipped = valid.clone();
    for (int i = 0; i < bits && flipped.length > 0; i++) {
      flipped[position(flipped)] ^= (byte) (1 << random.nextInt(8));
    }
    return flipped;
  }

  /** Another number in place of one near a position. */
  private byte[] ofNumber(byte[] valid, int near) {
    int from = near;
    while (from < valid.length && !isDigit(valid[from])) {
      from++;
    }
    int to = from;
    while (to < valid.length && isDigit(valid[to])) {
      to++;
    }
    return replaced(valid, from, to, one(random.nextInt(4) == 0 ? VALUES : NUMBERS));
  }

  private static boolean isDigit(byte value) {
    return (value >= '0' && value <= '9') || value == '.' || value == '-';
  }

  /** Something else in place of a quoted text near a position, or in it. */
  private byte[] ofString(byte[] valid, int near) {
    int from = indexOf(valid, near);
    int to = indexOf(valid, from + 1);
    return switch (random.nextInt(3)) {
      case 0 -> replaced(valid, from, Math.min(valid.length, to + 1), one(VALUES));
      case 1 -> replaced(valid, Math.min(valid.length, from + 1), to, one(CONTROLS));
      default -> replaced(valid, to, to, repeated(garbage()));
    };
  }

  /** Of a quotation mark at or behind a position, else the length. */
  private static int indexOf(byte[] text, int from) {
    int index = Math.min(from, text.length);
    while (index < text.length && text[index] != '"') {
      index++;
    }
    return index;
  }

  private byte[] garbage() {
    byte[] garbage = new byte[1 + random.nextInt(8)];
    random.nextBytes(garbage);
    return garbage;
  }

  /** Mostly a few times; now and then so often that it is too deep or takes too long. */
  private byte[] repeated(byte[] part) {
    int kind = random.nextInt(64);
    int times =
        1 + random.nextInt(kind == 0 ? LONGEST_REPETITION : kind < 4 ? LONGEST_REPETITION / 8 : 9);
    int most = Math.max(1, 2 * LONGEST_REPETITION / Math.max(1, part.length));
    ByteArrayOutputStream repeated = new ByteArrayOutputStream();
    for (int i = 0; i < Math.min(times, most); i++) {
      repeated.writeBytes(part);
    }
    return repeated.toByteArray();
  }

  private int position(byte[] bytes) {
    return bytes.length == 0 ? 0 : random.nextInt(bytes.length);
  }

  /** Mostly a few bytes. */
  private int length() {
    return 1 + random.nextInt(1 << random.nextInt(1, 9));
  }

  private byte[] one(byte[][] of) {
    return of[random.nextInt(of.length)];
  }

  private static byte[] replaced(byte[] bytes, int from, int to, byte[] by) {
    ByteArrayOutputStream replaced = new ByteArrayOutputStream(bytes.length + by.length);
    replaced.write(bytes, 0, from);
    replaced.writeBytes(by);
    replaced.write(bytes, to, bytes.length - to);
    return replaced.toByteArray();
  }

  private static byte[][] texts(String... texts) {
    return Arrays.stream(texts)
        .map(it -> it.getBytes(StandardCharsets.UTF_8))
        .toArray(byte[][]::new);
  }

  private static byte[][] bytes(String... hexadecimal) {
    return Arrays.stream(hexadecimal).map(HexFormat.of()::parseHex).toArray(byte[][]::new);
  }
}
