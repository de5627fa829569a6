package io.github.polystill.serving.server;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The names in {@code Host} that a server answers to. One that only this machine can reach answers
 * to its own names alone: else a web page could reach it by a name of the page's owner that leads
 * to 127.0.0.1 (DNS rebinding).
 */
final class HostNames {
  private static final List<String> LOOPBACK = List.of("localhost", "127.0.0.1", "[::1]");

  /** In lower case; empty where any will do. */
  private final Optional<Set<String>> known;

  private HostNames(Optional<Set<String>> known) {
    this.known = known;
  }

  /** Those of a server: any where others can reach it and no names are given. */
  static HostNames of(ServerSettings settings) {
    if (settings.hostNames().isEmpty() && !isLoopback(settings.host())) {
      return new HostNames(Optional.empty());
    }
    Set<String> known = new HashSet<>(LOOPBACK);
    known.add(plain(settings.host()));
    settings.hostNames().forEach(name -> known.add(plain(name)));
    return new HostNames(Optional.of(known));
  }

  private static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false; // it cannot be bound, which is said there
    }
  }

  /** In lower case, without the dot at its end, an address of IPv6 in brackets. */
  private static String plain(String name) {
    String plain = name.toLowerCase(Locale.ROOT).replaceFirst("\\.$", "");
    return plain.contains(":") && !plain.startsWith("[") ? "[" + plain + "]" : plain;
  }

  /**
   * Whether the server answers to a name.
   *
   * @param name without a port
   */
  boolean include(String name) {
    return known.isEmpty() || known.get().contains(plain(name));
  }
}
