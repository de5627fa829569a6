package io.github.polystill.data.segmentation;

import com.hankcs.hanlp.HanLP;
import com.hankcs.hanlp.corpus.io.IIOAdapter;
import com.hankcs.hanlp.dictionary.other.CharTable;
import com.hankcs.hanlp.seg.Segment;
import com.hankcs.hanlp.seg.Viterbi.ViterbiSegment;
import com.hankcs.hanlp.seg.common.Term;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.ReadOnlyFileSystemException;
import java.util.List;

/**
 * HanLP sealed off from its surroundings: silent, writing nothing, and reading no dictionaries but
 * those in its own jar, whatever {@code hanlp.properties} or {@code HANLP_ROOT} say. So the same
 * text gives the same words on every machine. Dictionaries load with the first use.
 *
 * <p>Its recognition of personal names is switched off. It costs more than half the time and, on
 * text that is not news, more often joins a function word to its neighbour than it finds a name.
 */
final class HanLp {
  private static final String DICTIONARIES = "data/dictionary/";
  private static final Segment SEGMENT = load();

  private HanLp() {}

  /** Lengths of the words of a text without white space, in {@code char}s. */
  static int[] wordLengths(String text) {
    List<Term> terms = SEGMENT.seg(text);
    return terms.stream().mapToInt(term -> term.word.length()).toArray();
  }

  /** The text with every Traditional character replaced by a Simplified one, of equal length. */
  static String lookupForm(String text) {
    return CharTable.convert(text);
  }

  /** Simplified text in the Traditional characters of Taiwan. */
  static String toTaiwan(String text) {
    char[] characters = HanLP.convertToTraditionalChinese(text).toCharArray();
    for (int i = 0; i < characters.length; i++) {
      characters[i] = TaiwanForms.OF[characters[i]];
    }
    return new String(characters);
  }

  private static Segment load() {
    HanLP.Config.enableDebug(false);
    HanLP.Config.IOAdapter = new JarDictionaries();
    HanLP.Config.CustomDictionaryPath = new String[] {DICTIONARIES + "custom/CustomDictionary.txt"};
    HanLP.Config.Normalization = false;
    return new ViterbiSegment()
        .enableNameRecognize(false)
        .enableTranslatedNameRecognize(false)
        .enableOffset(false);
  }

  /** Taiwan's form of every character, taken from the single characters of HanLP's dictionary. */
  private static final class TaiwanForms {
    static final char[] OF = new char[Character.MAX_VALUE + 1];

    static {
      for (int c = 0; c < OF.length; c++) {
        boolean han = Character.UnicodeScript.of(c) == Character.UnicodeScript.HAN;
        String form = han ? HanLP.t2tw(String.valueOf((char) c)) : "";
        OF[c] = form.length() == 1 ? form.charAt(0) : (char) c;
      }
    }
  }

  /** Opens what is in HanLP's jar and refuses to create files. */
  private static final class JarDictionaries implements IIOAdapter {
    @Override
    public InputStream open(String path) throws IOException {
      // A configured root directory stands before the name that the jar uses.
      int start = path.indexOf(DICTIONARIES);
      InputStream in =
          start < 0 ? null : HanLP.class.getResourceAsStream("/" + path.substring(start));
      if (in == null) {
        throw new FileNotFoundException(path);
      }
      return in;
    }

    @Override
    public OutputStream create(String path) {
      throw new ReadOnlyFileSystemException();
    }
  }
}
