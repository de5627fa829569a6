package io.github.polystill.serving.server;

import io.github.polystill.data.InvalidInputException;
import java.time.Duration;
import java.util.Set;

/**
 * How a server listens and what it bears.
 *
 * @param host address to bind
 * @param port 0 for any that is free
 * @param maxBytes of a request's body
 * @param maxTexts of a request
 * @param maxCharacters of a raw text, which is cut to its end to count what the model does not read
 * @param maxRequests that arrive, wait or are worked on at the same time; beyond that a request is
 *     told to come again
 * @param timeout for reading a request, and for the wait until the model has answered
 * @param threads that predict, and as many that cut texts
 * @param hostNames that requests may call the server besides its own, such as those of a proxy;
 *     empty for any where the server listens on more than this machine
 */
public record ServerSettings(
    String host,
    int port,
    int maxBytes,
    int maxTexts,
    int maxCharacters,
    int maxRequests,
    Duration timeout,
    int threads,
    Set<String> hostNames) {
  /** Characters that a raw text may have where nothing else is said. */
  public static final int CHARACTERS = 100_000;

  /**
   * Checks the settings.
   *
   * @throws InvalidInputException where one is out of range
   */
  public ServerSettings {
    require(port >= 0 && port < 1 << 16, "`port` must be 0 to 65535, not " + port);
    require(maxBytes >= 1, "`maxBytes` must be 1 or more, not " + maxBytes);
    require(maxTexts >= 1, "`maxTexts` must be 1 or more, not " + maxTexts);
    require(maxCharacters >= 1, "`maxCharacters` must be 1 or more, not " + maxCharacters);
    require(maxRequests >= 1, "`maxRequests` must be 1 or more, not " + maxRequests);
    require(timeout.toMillis() >= 1, "`timeout` must be 1 or more seconds");
    require(threads >= 1, "`threads` must be 1 or more, not " + threads);
    hostNames = Set.copyOf(hostNames);
  }

  /** Settings with the usual bound of texts, of a server that has its own names alone. */
  public ServerSettings(
      String host,
      int port,
      int maxBytes,
      int maxTexts,
      int maxRequests,
      Duration timeout,
      int threads) {
    this(host, port, maxBytes, maxTexts, CHARACTERS, maxRequests, timeout, threads, Set.of());
  }

  /**
   * Bytes that the bodies of all requests may have together: what is made of one takes up to some
   * thirty times as much.
   */
  int mostBytesTogether() {
    long ofMemory = Runtime.getRuntime().maxMemory() / 32;
    return (int) Math.max(maxBytes, Math.min(ofMemory, Integer.MAX_VALUE));
  }

  /** Bytes that the answers have together which clients have not read yet. */
  int mostAnswerBytesTogether() {
    long ofMemory = Runtime.getRuntime().maxMemory() / 8;
    return (int) Math.max(maxBytes, Math.min(ofMemory, Integer.MAX_VALUE));
  }

  private static void require(boolean right, String problem) {
    if (!right) {
      throw new InvalidInputException(problem);
    }
  }
}
