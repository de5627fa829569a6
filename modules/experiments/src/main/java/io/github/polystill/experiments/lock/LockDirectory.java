package io.github.polystill.experiments.lock;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.polystill.data.AtomicFiles;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Named locks between the processes that share a directory.
 *
 * <p>All that it asks of the file system is what trials ask: that a directory is renamed onto a
 * name at once, and not onto one that is taken. So it works over NFS, where {@code flock} may not.
 *
 * <p>A lock is a directory {@code <name>.<generation>} that tells its owner. A dead owner's lock is
 * taken over by making the next generation, which one of several waiting processes succeeds in;
 * moving the old one away could move away the lock of a process that was faster. An owner that was
 * only slow, such as a suspended laptop's, may so lose its lock without noticing: what is done
 * under a lock must do no harm when it is done twice.
 */
public final class LockDirectory implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LockDirectory.class);
  private static final String OWNER = "owner.json";
  private static final long POLL_MILLIS = 200;
  private static final int ATTEMPTS = 10;
  private static final ObjectMapper JSON = new ObjectMapper();

  record Claim(Path path, int generation, Optional<LockOwner> owner) {}

  private final Path directory;
  private final LockOwner self = LockOwner.current();
  private final Heartbeats heartbeats;
  private final Thread beating;
  private volatile boolean closed;

  /** Locks in a directory, which is created; this process shows that it is alive until close. */
  public LockDirectory(Path directory, LockTiming timing) throws IOException {
    this.directory = directory;
    this.heartbeats = new Heartbeats(directory, self, timing);
    Files.createDirectories(directory);
    heartbeats.beat();
    this.beating = new Thread(() -> beat(timing.heartbeat().toMillis()), "polystill-heartbeat");
    beating.setDaemon(true);
    beating.start();
  }

  private void beat(long pauseMillis) {
    while (!closed) {
      try {
        Thread.sleep(pauseMillis);
        heartbeats.beat();
      } catch (InterruptedException e) {
        return;
      } catch (IOException e) {
        if (closed) {
          return;
        }
        LOG.warn("cannot show other processes that this one is alive: {}", e.getMessage());
      }
    }
  }

  /** This process. */
  public LockOwner self() {
    return self;
  }

  /** The other processes that share the directory and are not known to be dead. */
  public List<LockOwner> others() throws IOException {
    return heartbeats.others();
  }

  /**
   * Removes what processes were writing here when they were killed: what is older, by the file
   * system's own clock, than this process's last sign of life by the time after which an owner is
   * dead. A process that has just started has nothing else that tells that it is alive.
   */
  public void removeLeftOvers() throws IOException {
    heartbeats.removeLeftOvers();
  }

  /**
   * Takes a lock.
   *
   * @param name a file name without dots
   * @return empty where another process or another thread of this one holds it
   */
  public Optional<HeldLock> tryLock(String name) throws IOException {
    List<Claim> dead = claims(name);
    for (Claim claim : dead) {
      if (!isDead(claim)) {
        return Optional.empty();
      }
    }
    return claim(name, dead);
  }

  /**
   * Takes a lock, unless others have done so since the look at it.
   *
   * @param dead claims of dead owners, which were all there were
   */
  Optional<HeldLock> claim(String name, List<Claim> dead) throws IOException {
    int generation = dead.isEmpty() ? 1 : last(dead).generation() + 1;
    Claim claim =
        new Claim(directory.resolve(name + "." + generation), generation, Optional.of(self));
    if (!make(claim)) {
      return Optional.empty();
    }
    // Another process may have been between its look and its claim: then neither has the lock. By
    // owner, as a dead one's name may have been given back and taken again in the meantime.
    List<Claim> expected = new ArrayList<>(dead);
    expected.add(claim);
    if (!expected.containsAll(claims(name))) {
      remove(claim.path());
      return Optional.empty();
    }
    Optional<LockOwner> before = dead.isEmpty() ? Optional.empty() : last(dead).owner();
    return Optional.of(new HeldLock(this, name, before));
  }

  /** Whether the name was free. */
  private boolean make(Claim claim) throws IOException {
    FileSystemException failure = null;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      try {
        AtomicFiles.writeDirectory(
            claim.path(), files -> JSON.writeValue(files.resolve(OWNER).toFile(), self));
        return true;
      } catch (AtomicMoveNotSupportedException e) {
        throw e;
      } catch (FileSystemException e) {
        // Another file is told of the renaming alone, but not whether the name was taken: the
        // words for that depend on the language. Its owner may have given it back just now.
        if (e.getOtherFile() == null) {
          throw e;
        }
        if (e instanceof FileAlreadyExistsException || Files.exists(claim.path())) {
          return false;
        }
        failure = e;
      }
    }
    throw failure;
  }

  private static Claim last(List<Claim> claims) {
    return claims.get(claims.size() - 1);
  }

  /**
   * Takes a lock, waiting for it if need be.
   *
   * @param waiting called again and again while another process holds it; may throw to give up
   */
  public HeldLock lock(String name, Waiting waiting) throws IOException, InterruptedException {
    Optional<HeldLock> held = tryLock(name);
    while (held.isEmpty()) {
      waiting.waitingFor(holder(name));
      Thread.sleep(POLL_MILLIS);
      held = tryLock(name);
    }
    return held.get();
  }

  /** Told while a lock is waited for. */
  @FunctionalInterface
  public interface Waiting {
    /** Called with the process that holds the lock, where that can be read. */
    void waitingFor(Optional<LockOwner> holder);
  }

  /** Who holds a lock. */
  public Optional<LockOwner> holder(String name) throws IOException {
    List<Claim> claims = claims(name);
    return claims.isEmpty() ? Optional.empty() : last(claims).owner();
  }

  private boolean isDead(Claim claim) throws IOException {
    // A claim appears whole, so one that tells no owner is just being removed, or was damaged.
    return claim.owner().isPresent()
        ? heartbeats.isDead(claim.owner().get())
        : heartbeats.isStill(claim.path().toString(), 0);
  }

  /** The claims to a lock, the latest last. */
  List<Claim> claims(String name) throws IOException {
    List<Path> paths;
    try (Stream<Path> entries = Files.list(directory)) {
      paths =
          entries
              .filter(path -> path.getFileName().toString().matches("\\Q" + name + "\\E\\.[0-9]+"))
              .toList();
    }
    List<Claim> claims = new ArrayList<>();
    for (Path path : paths) {
      String file = path.getFileName().toString();
      int generation = Integer.parseInt(file.substring(name.length() + 1));
      claims.add(new Claim(path, generation, owner(path)));
    }
    claims.sort(Comparator.comparingInt(Claim::generation));
    return claims;
  }

  private static Optional<LockOwner> owner(Path claim) throws IOException {
    try {
      byte[] json = Files.readAllBytes(claim.resolve(OWNER));
      return Optional.of(JSON.readValue(json, LockOwner.class));
    } catch (NoSuchFileException | NotDirectoryException | JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /** Gives a lock back, and removes what dead owners left of it. */
  void release(String name) throws IOException {
    for (Claim claim : claims(name)) {
      boolean own = claim.owner().map(self::equals).orElse(false);
      if (own || isDead(claim)) {
        remove(claim.path());
      }
    }
  }

  /** Moves a claim away before it is taken apart: without its owner it would still be a lock. */
  private void remove(Path claim) throws IOException {
    try {
      AtomicFiles.deleteAtOnce(claim);
    } catch (NoSuchFileException e) {
      // Another process has removed a dead owner's.
    }
  }

  /** Says that this process is gone; locks that it still holds can be taken over from then on. */
  @Override
  public void close() throws IOException {
    closed = true;
    beating.interrupt();
    try {
      beating.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    heartbeats.end();
  }
}
