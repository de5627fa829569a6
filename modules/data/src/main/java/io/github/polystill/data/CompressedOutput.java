package io.github.polystill.data;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** Compresses what is written as the name of the file says: .gz, .bz2, .xz or not at all. */
public final class CompressedOutput {
  /** Faster than the default of xz, 6, as text is extracted once and read a few times. */
  private static final int XZ_PRESET = 3;

  private CompressedOutput() {}

  /** A stream over another; closing it closes both. */
  public static OutputStream over(OutputStream out, Path name) throws IOException {
    String file = name.toString().toLowerCase(Locale.ROOT);
    if (file.endsWith(".xz")) {
      return new XZOutputStream(out, new LZMA2Options(XZ_PRESET));
    }
    if (file.endsWith(".bz2")) {
      return new BZip2CompressorOutputStream(out);
    }
    return file.endsWith(".gz") ? new GZIPOutputStream(out, 1 << 16) : out;
  }
}
