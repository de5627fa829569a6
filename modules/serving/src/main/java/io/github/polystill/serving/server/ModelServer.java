package io.github.polystill.serving.server;

import io.github.polystill.data.InvalidInputException;
import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.nio.channels.UnresolvedAddressException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running HTTP server for one model. */
public final class ModelServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ModelServer.class);
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,100}");
  private static final int THREADS = 16;

  /** Connections that wait to be accepted. */
  private static final int BACKLOG = 1024;

  /** How long connections without a request are kept once the server is to stop. */
  private static final int STOP_IDLE_MILLIS = 100;

  /** Connections beyond two for each request that is allowed: for status, metrics and the page. */
  private static final int OTHER_CONNECTIONS = 32;

  private final Server server;
  private final GracefulHandler requests;
  private final RequestHandler handler;
  private final URI address;

  private ModelServer(
      Server server, GracefulHandler requests, RequestHandler handler, URI address) {
    this.server = server;
    this.requests = requests;
    this.handler = handler;
    this.address = address;
  }

  /**
   * Starts a server.
   *
   * @param servable stays the caller's, to be closed after the server
   * @param name that requests call the model
   * @throws InvalidInputException where the name is none for a path, or the address is taken or not
   *     of this machine
   */
  public static ModelServer start(Servable servable, String name, ServerSettings settings)
      throws IOException {
    if (!NAME.matcher(name).matches()) {
      throw InvalidInputException.of(
          "a model cannot be called \"%s\" in an address; give `name` letters, digits, . _ -",
          name);
    }
    RequestHandler handler = new RequestHandler(settings, name, servable);
    GracefulHandler requests = new GracefulHandler(handler);
    Server server = server(settings);
    server.setHandler(requests);
    ServerConnector connector = connector(server, settings);
    try {
      server.start();
      return new ModelServer(server, requests, handler, address(connector));
    } catch (Exception e) {
      stop(server, handler);
      throw failure(e, settings);
    }
  }

  private static Server server(ServerSettings settings) {
    QueuedThreadPool threads = new QueuedThreadPool(THREADS);
    threads.setName("polystill-http");
    Server server = new Server(threads);
    server.setErrorHandler(new JsonErrors(settings.timeout()));
    server.setStopTimeout(settings.timeout().toMillis());
    return server;
  }

  private static ServerConnector connector(Server server, ServerSettings settings) {
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    ServerConnector connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
    connector.setHost(settings.host());
    connector.setPort(settings.port());
    connector.setAcceptQueueSize(BACKLOG);
    // A request may arrive in its last moment, and its answer come in the last of the wait for the
    // model: a connection that Jetty has given up by then would be closed without it.
    connector.setIdleTimeout(2 * settings.timeout().toMillis());
    connector.setShutdownIdleTimeout(STOP_IDLE_MILLIS);
    server.addConnector(connector);
    server.addBean(
        new NetworkConnectionLimit(2 * settings.maxRequests() + OTHER_CONNECTIONS, connector));
    server.addBean(new StalledConnections(connector, settings.timeout()));
    return connector;
  }

  private static IOException failure(Exception e, ServerSettings settings) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof BindException) {
        throw InvalidInputException.of(
            e,
            "%s:%d: %s; give another `port` or `host`",
            settings.host(),
            settings.port(),
            cause.getMessage());
      }
      if (cause instanceof UnresolvedAddressException) {
        throw new InvalidInputException(
            settings.host() + " is no address of this machine; give another `host`", e);
      }
    }
    return e instanceof IOException io ? io : new IOException("the server did not start", e);
  }

  /**
   * Has another version of the model answer the requests that come from now on. Returns when those
   * that came before have ended; then the servable before may be closed.
   */
  void replace(Servable next) {
    handler.replace(next);
  }

  /** Where the server is. */
  public URI address() {
    return address;
  }

  private static URI address(ServerConnector connector) {
    String host = connector.getHost();
    String name = host.contains(":") ? "[" + host + "]" : host;
    return URI.create("http://" + name + ":" + connector.getLocalPort());
  }

  /**
   * Takes no new requests, finishes those it has, and ends.
   *
   * <p>In two steps, as a connector that stops soon closes what sends nothing: once no request is
   * left this hits idle connections only, before it would cut uploads.
   */
  @Override
  public void close() {
    try {
      requests.shutdown().get(server.getStopTimeout(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("not all requests ended in time", e);
    } finally {
      stop(server, handler);
    }
  }

  private static void stop(Server server, RequestHandler handler) {
    try {
      server.stop();
    } catch (Exception e) {
      LOG.warn("not all requests ended in time", e);
    } finally {
      handler.close();
    }
  }
}
