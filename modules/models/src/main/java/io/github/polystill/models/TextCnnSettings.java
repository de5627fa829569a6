package io.github.polystill.models;

import io.github.polystill.models.layers.EmbeddingChannels;
import java.util.List;
import org.apiguardian.api.API;

/**
 * Sizes of {@link TextCnn}; the defaults are those of XML-CNN (Liu et al. 2017), apart from {@code
 * chunks}, which that paper leaves open.
 *
 * @param widths filter widths in words
 * @param filters filters of each width
 * @param chunks pieces that a feature map is cut into, one maximum each
 * @param bottleneck units of the hidden layer between pooling and output
 * @param dropout share of the bottleneck's units dropped in training, 0 up to 1 exclusive
 * @param channels embedding tables read
 */
@API(status = API.Status.STABLE, since = "0.1.0")
public record TextCnnSettings(
    List<Integer> widths,
    int filters,
    int chunks,
    int bottleneck,
    double dropout,
    EmbeddingChannels channels) {

  public static final TextCnnSettings DEFAULTS =
      new TextCnnSettings(List.of(2, 4, 8), 128, 8, 512, 0.5, EmbeddingChannels.TWO);

  static final List<Setting> KEYS =
      List.of(
          new Setting.Sizes("widths", "filter widths", "Filter widths in words."),
          new Setting.Size("filters", "Filters of each width."),
          new Setting.Size("chunks", "Pieces of a feature map, one maximum each."),
          new Setting.Size("bottleneck", "Units of the layer between pooling and output."),
          new Setting.Share("dropout", "Share of the bottleneck's units dropped in training."),
          Setting.channels());

  public TextCnnSettings {
    widths = List.copyOf(widths);
    require(!widths.isEmpty() && widths.stream().allMatch(width -> width > 0), "widths", widths);
    require(filters > 0, "filters", filters);
    require(chunks > 0, "chunks", chunks);
    require(bottleneck > 0, "bottleneck", bottleneck);
    require(dropout >= 0 && dropout < 1, "dropout", dropout);
  }

  private static void require(boolean condition, String name, Object value) {
    if (!condition) {
      throw new IllegalArgumentException("TextCNN " + name + ": " + value);
    }
  }
}
