package io.github.polystill.labs.cli;

import io.github.polystill.cli.command.AbstractCommand;
import io.github.polystill.labs.train.ProductBenchmark;
import io.github.polystill.labs.train.ProductBenchmark.Row;
import io.github.polystill.report.table.TextTable;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code polystill bench products}. */
@Command(
    name = "products",
    description = {
      "Time matrix products in float32 and in bfloat16.",
      "Of the sizes that networks have, on one thread: in float32; in bfloat16 with both factors"
          + " cast and the result cast back; with the weights cast once; with nothing cast."
    },
    footer = {"", "Examples:", "  polystill bench products"})
final class BenchProductsCommand extends AbstractCommand {
  @Option(
      names = "--repeats",
      paramLabel = "N",
      description = "Measurements of each, in turn (default: ${DEFAULT-VALUE}).")
  int repeats = 15;

  @Mixin BenchOptions options;

  @Override
  public Integer call() throws Exception {
    requireAtLeast(1, "--repeats", repeats);
    List<Row> rows =
        ProductBenchmark.products().stream()
            .map(it -> ProductBenchmark.measure(it, repeats))
            .toList();
    TextTable table =
        new TextTable(
            TextTable.left("product"),
            TextTable.left("size"),
            TextTable.right("float32 µs"),
            TextTable.right("cast µs"),
            TextTable.right("ratio"),
            TextTable.right("weights kept µs"),
            TextTable.right("ratio"),
            TextTable.right("bfloat16 µs"),
            TextTable.right("ratio"));
    for (Row row : rows) {
      ProductBenchmark.Product product = row.product();
      table.row(
          product.what(),
          product.rows() + " x " + product.inner() + " x " + product.columns(),
          decimals(1, row.float32()),
          decimals(1, row.cast()),
          decimals(2, row.castRatio()),
          decimals(1, row.weightsKept()),
          decimals(2, row.weightsKeptRatio()),
          decimals(1, row.bfloat16()),
          decimals(2, row.bfloat16Ratio()));
    }
    options.print(out(), rows, table);
    return 0;
  }

  private static String decimals(int count, double value) {
    return String.format(Locale.ROOT, "%." + count + "f", value);
  }
}
