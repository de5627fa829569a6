package io.github.polystill.data.segmentation;

/** Converts Simplified into Traditional Chinese. */
public final class TraditionalChinese {
  private TraditionalChinese() {}

  /**
   * The text in the characters of Taiwan's standard, by HanLP's dictionary of words ({@code s2tw}).
   * HanLP's other conversion, {@code convertToTraditionalChinese}, prefers variants that Taiwan
   * does not use in print, such as 爲 and 裏 for 為 and 裡. Vocabulary is not exchanged (軟件 stays).
   */
  public static String convert(String simplified) {
    return HanLp.toTaiwan(simplified);
  }
}
