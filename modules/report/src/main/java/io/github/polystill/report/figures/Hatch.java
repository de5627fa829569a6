package io.github.polystill.report.figures;

import java.util.List;

/** What tells areas apart where colours do not, such as on grey print: lines of the page's ink. */
enum Hatch {
  NONE,
  STRIPES,
  POSTS,
  BARS;

  /** Side of the square that is repeated. */
  static final int SIZE = 5;

  /**
   * The lines of one square as x1, y1, x2, y2.
   *
   * <p>Those across corners reach into the neighbours, so that they join.
   */
  List<double[]> lines() {
    return switch (this) {
      case NONE -> List.of();
      case STRIPES ->
          List.of(
              new double[] {-1, 1, 1, -1},
              new double[] {-1, SIZE + 1, SIZE + 1, -1},
              new double[] {SIZE - 1, SIZE + 1, SIZE + 1, SIZE - 1});
      case POSTS -> List.of(new double[] {SIZE / 2.0, 0, SIZE / 2.0, SIZE});
      case BARS -> List.of(new double[] {0, SIZE / 2.0, SIZE, SIZE / 2.0});
    };
  }
}
