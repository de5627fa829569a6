package io.github.polystill.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against the reader of one thread of Commons Compress. */
final class BZip2StreamsTests {
  private static final int LONGEST = 1 << 20;

  private final SplittableRandom random = new SplittableRandom(1);

  private byte[] text(int length) {
    byte[] text = new byte[length];
    for (int i = 0; i < length; i++) {
      text[i] = (byte) ('a' + random.nextInt(26));
    }
    return text;
  }

  private static byte[] packed(byte[]... streams) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    for (byte[] stream : streams) {
      try (OutputStream out = new BZip2CompressorOutputStream(packed, 1)) {
        out.write(stream);
      }
    }
    return packed.toByteArray();
  }

  private static byte[] expected(byte[] packed) throws IOException {
    try (InputStream in = new BZip2CompressorInputStream(new ByteArrayInputStream(packed), true)) {
      return in.readAllBytes();
    }
  }

  /** Cuts wherever that may be, at the true beginnings too. */
  private static boolean anywhere(byte[] stored, int index) {
    return stored[index] % 97 == 0 || stored[index] == 'B' && stored[index + 1] == 'Z';
  }

  private byte[][] texts(int count) {
    byte[][] texts = new byte[count][];
    for (int i = 0; i < count; i++) {
      texts[i] = text(i % 7 == 3 ? 0 : random.nextInt(1, 30_000));
    }
    return texts;
  }

  @Test
  void manyStreamsAreReadInTheirOrder() throws IOException {
    byte[] packed = packed(texts(60));
    try (BZip2Streams in = new BZip2Streams(new ByteArrayInputStream(packed), 3)) {
      assertThat(in.readAllBytes()).isEqualTo(expected(packed));
      assertThat(in.position()).isEqualTo(packed.length);
    }
  }

  @Test
  void whatOnlyLooksLikeABeginningIsReadWithWhatIsBeforeIt() throws IOException {
    byte[] packed = packed(texts(12));
    try (BZip2Streams in =
        new BZip2Streams(
            new ByteArrayInputStream(packed), 2, LONGEST, BZip2StreamsTests::anywhere)) {
      assertThat(in.readAllBytes()).isEqualTo(expected(packed));
    }
  }

  @Test
  void aStreamThatIsTooLongToBeHeldIsReadToo() throws IOException {
    byte[] packed = packed(text(1000), text(400_000), text(1000), text(0), text(300_000));
    for (BZip2Streams.Boundaries boundaries :
        Arrays.<BZip2Streams.Boundaries>asList(
            (stored, i) -> stored[i] == 'B' && stored[i + 1] == 'Z' && stored[i + 2] == 'h',
            BZip2StreamsTests::anywhere)) {
      try (BZip2Streams in =
          new BZip2Streams(new ByteArrayInputStream(packed), 2, 1 << 17, boundaries)) {
        assertThat(in.readAllBytes()).isEqualTo(expected(packed));
      }
    }
  }

  @Test
  void damageIsSaidWithItsPlaceOnceAllBeforeItIsRead(@TempDir Path directory) throws IOException {
    byte[] first = packed(text(20_000), text(20_000));
    byte[] all = packed(text(20_000), text(20_000), text(20_000));
    byte[] cut = Arrays.copyOf(all, all.length - 100);
    byte[] broken = all.clone();
    broken[first.length + 5000] ^= 64;
    byte[] followed = Arrays.copyOf(all, all.length + 8);
    int number = 0;
    for (byte[] packed : new byte[][] {cut, broken, followed}) {
      Path file = Files.write(directory.resolve(++number + ".bz2"), packed);
      try (CompressedFile in = CompressedFile.open(file, 2)) {
        assertThat(in.readNBytes(40_000)).hasSize(40_000);
        assertThatExceptionOfType(InvalidInputException.class)
            .isThrownBy(in::readAllBytes)
            .withMessageMatching(
                ".*bz2: damaged or cut off near byte [0-9]+: .*fetch the file again")
            .satisfies(
                e ->
                    assertThat(
                            Integer.parseInt(e.getMessage().replaceAll(".*byte ([0-9]+):.*", "$1")))
                        .isBetween(first.length, packed.length));
      }
    }
    Path text = directory.resolve("text.bz2");
    Files.write(text, "BZh9 is how bzip2 begins".getBytes(StandardCharsets.UTF_8));
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(
            () -> {
              try (CompressedFile in = CompressedFile.open(text, 2)) {
                in.readAllBytes();
              }
            })
        .withMessageContaining("damaged or cut off");
  }
}
