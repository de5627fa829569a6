package io.github.polystill.models;

import io.github.polystill.models.layers.EmbeddingChannels;
import java.util.List;
import org.apiguardian.api.API;

/**
 * Sizes of {@link TextCnn}; the defaults are those of XML-CNN (Liu et al. 2017), apart from {@code
 * chunks}, which that paper leaves open.
 */
@API(status = API.Status.STABLE, since = "0.1.0")
public record TextCnnSettings(
    @Key(value = "Filter widths in words.", plural = "filter widths") List<Integer> widths,
    @Key("Filters of each width.") int filters,
    @Key("Pieces of a feature map, one maximum each.") int chunks,
    @Key("Units of the layer between pooling and output.") int bottleneck,
    @Key(value = "Share of the bottleneck's units dropped in training.", atLeast = 0, below = 1)
        double dropout,
    @Key(EmbeddingChannels.MEANING) EmbeddingChannels channels) {

  public static final TextCnnSettings DEFAULTS =
      new TextCnnSettings(List.of(2, 4, 8), 128, 8, 512, 0.5, EmbeddingChannels.TWO);

  public TextCnnSettings {
    widths = List.copyOf(widths);
    boolean wide = !widths.isEmpty() && widths.stream().allMatch(width -> width > 0);
    ArchitectureType.require(wide, "TextCNN widths", widths);
    ArchitectureType.require(filters > 0, "TextCNN filters", filters);
    ArchitectureType.require(chunks > 0, "TextCNN chunks", chunks);
    ArchitectureType.require(bottleneck > 0, "TextCNN bottleneck", bottleneck);
    ArchitectureType.requireShare(dropout, "TextCNN dropout");
  }
}
