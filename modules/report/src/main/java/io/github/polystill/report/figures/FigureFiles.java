package io.github.polystill.report.figures;

import io.github.polystill.data.AtomicFiles;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/** Writes figures as SVG and PNG files. */
public final class FigureFiles {
  private static final String NO_PICTURES =
      "figures are SVG files only: this Java cannot draw text; install fontconfig and a font, such"
          + " as Debian's fontconfig and fonts-noto-cjk, and run polystill report";

  private FigureFiles() {}

  /**
   * Writes {@code NAME.svg} and {@code NAME.png} of every figure; those of an earlier report that
   * are no more are removed.
   *
   * @return what could not be done, a line each
   */
  public static List<String> write(Path directory, List<Figure> figures) throws IOException {
    removeOld(directory);
    Optional<ImageFonts> fonts = ImageFonts.ofThisMachine();
    for (Figure figure : figures) {
      AtomicFiles.writeString(directory.resolve(figure.name() + ".svg"), figure.svgFile());
      if (fonts.isPresent()) {
        BufferedImage image = figure.image(fonts.get());
        AtomicFiles.write(
            directory.resolve(figure.name() + ".png"), out -> ImageIO.write(image, "png", out));
      }
    }
    List<String> warnings = new ArrayList<>();
    if (fonts.isEmpty()) {
      warnings.add(NO_PICTURES);
    } else if (!fonts.get().undisplayable().isEmpty()) {
      warnings.add(missingFont(fonts.get().undisplayable().iterator().next()));
    }
    return warnings;
  }

  /** Removes the files that a report has written, and leaves what a user has put beside them. */
  private static void removeOld(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return;
    }
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.filter(FigureFiles::isFigure).toList()) {
        Files.deleteIfExists(file); // another process may write the same report
      }
    }
  }

  private static boolean isFigure(Path file) {
    String[] name = file.getFileName().toString().split("\\.(?=(svg|png)$)", -1);
    return name.length == 2
        && (RunFigures.NAMES.contains(name[0])
            || name[0].startsWith(RunFigures.LEARNING_CURVES + "-"));
  }

  private static String missingFont(String example) {
    return String.format(
        Locale.ROOT,
        "no installed font can show \"%s\", so it is blank in the PNG figures (the SVG ones are"
            + " sound); install one, such as Debian's fonts-noto-cjk, and run polystill report",
        example);
  }
}
