package io.github.polystill.serving.server;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Unit;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.IntSupplier;

/** What a server counts, for Prometheus. */
final class ServerMetrics {
  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final Counter requests =
      Counter.builder()
          .name("polystill_requests_total")
          .help("Requests answered, by what was asked for and HTTP status.")
          .labelNames("endpoint", "status")
          .register(registry);
  private final Counter errors =
      Counter.builder()
          .name("polystill_errors_total")
          .help("Requests answered with a status of 400 or more, by what was asked for.")
          .labelNames("endpoint")
          .register(registry);
  private final Histogram latency =
      Histogram.builder()
          .name("polystill_request_duration")
          .unit(Unit.SECONDS)
          .help("Time from the head of a request to the end of its answer.")
          .labelNames("endpoint")
          .classicOnly()
          .classicUpperBounds(.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30)
          .register(registry);
  private final Histogram batchSizes =
      Histogram.builder()
          .name("polystill_batch_size_texts")
          .help("Texts of each call of the model.")
          .classicOnly()
          .classicUpperBounds(1, 2, 4, 8, 16, 32, 64, 128, 256)
          .register(registry);
  private final Counter texts =
      Counter.builder()
          .name("polystill_texts_total")
          .help("Texts that the model was given.")
          .register(registry);

  /**
   * Counts from zero.
   *
   * @param requestsNow how many predictions are worked on or wait at the moment
   */
  ServerMetrics(IntSupplier requestsNow) {
    GaugeWithCallback.builder()
        .name("polystill_predictions_in_progress")
        .help("Predictions that are worked on or wait.")
        .callback(gauge -> gauge.call(requestsNow.getAsInt()))
        .register(registry);
    JvmMetrics.builder().register(registry);
  }

  void answered(String endpoint, int status, double seconds) {
    requests.labelValues(endpoint, Integer.toString(status)).inc();
    if (status >= 400) {
      errors.labelValues(endpoint).inc();
    }
    latency.labelValues(endpoint).observe(seconds);
  }

  void called(int batchSize) {
    batchSizes.observe(batchSize);
    texts.inc(batchSize);
  }

  static String contentType() {
    return PrometheusTextFormatWriter.CONTENT_TYPE;
  }

  /** All figures in Prometheus' text format. */
  byte[] text() {
    ByteArrayOutputStream text = new ByteArrayOutputStream(1 << 14);
    try {
      PrometheusTextFormatWriter.create()
          .write(text, registry.scrape(), EscapingScheme.UNDERSCORE_ESCAPING);
    } catch (IOException e) {
      throw new UncheckedIOException("memory is always writable", e);
    }
    return text.toByteArray();
  }
}
