package io.github.polystill.data.segmentation;

/** Converts Simplified into Traditional Chinese. */
public final class TraditionalChinese {
  private TraditionalChinese() {}

  /**
   * The text in the characters of Taiwan's standard.
   *
   * <p>HanLP's dictionary of words chooses among Traditional characters ({@code
   * convertToTraditionalChinese}: 头发 becomes 頭髮, 发热 becomes 發熱), then its variants of single
   * characters give Taiwan's form (為, 裡 and 著, not 爲, 裏 and 着). Its one-step conversion {@code
   * s2tw} is not used: it misses forms inside words, and it exchanges computing vocabulary, which
   * turns 皮肤 (skin) into 面板 (panel). Words of the mainland stay.
   */
  public static String convert(String simplified) {
    return HanLp.toTaiwan(simplified);
  }
}
