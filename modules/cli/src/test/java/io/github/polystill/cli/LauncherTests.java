package io.github.polystill.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code polystill} in a small checkout, with stand-ins for Maven and the JDK. */
@DisabledOnOs(OS.WINDOWS)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LauncherTests {
  private static final String NATIVE = "tensorflow-core-native-1-linux-x86_64";
  private static final String SOURCE = "modules/a/src/main/A.java";
  private static final String TARGET = "modules/cli/target";

  /** Its build leaves what Maven's does, and a line in the file {@code builds} of the JDK. */
  private static final String MAVEN =
      """
      #!/bin/sh
      for option; do
        case $option in -Dpolystill.app=*) app=${option#*=} ;; esac
      done
      echo built >>"$JAVA_HOME/builds"
      mkdir -p "$app" modules/cli/target/polystill/lib modules/labs/target
      cp modules/a/src/main/A.java "$app/a.jar"
      echo labs >modules/labs/target/polystill-labs.jar
      echo native >modules/cli/target/polystill/lib/%1$s.jar
      printf 'lib/%1$s.jar' >modules/cli/target/polystill/libraries
      """
          .replace("%1$s", NATIVE);

  private static final String JAR =
      """
      #!/bin/sh
      echo unpacked >>"${0%/bin/jar}/unpacked"
      mkdir -p org/tensorflow/internal/c_api/linux-x86_64
      echo library >org/tensorflow/internal/c_api/linux-x86_64/library
      """;

  /** Says what it was started with: our own jar's source, TensorFlow's library, and how. */
  private static final String JAVA =
      """
      #!/bin/sh
      for option; do
        case $option in
          *preloadpath=*) cat "${option#*=}/library" ;;
          *a.jar:*) cat "${option%%a.jar:*}a.jar" ;;
          *cacheLibraries=* | -Xms*) echo "$option" ;;
        esac
      done
      locale charmap
      """;

  @TempDir private Path directory;
  private Path jdk;
  private Path checkout;

  private record Start(int exitCode, String out, String err) {}

  @BeforeEach
  void layOut() throws IOException {
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    jdk = directory.resolve("jdk");
    write(jdk.resolve("release"), "JAVA_VERSION=\"17.0.1\"\n");
    write(jdk.resolve("bin/java"), JAVA);
    write(jdk.resolve("bin/jar"), JAR);
    write(jdk.resolve("bin/javac"), "#!/bin/sh\n");
    checkout = directory.resolve("checkout");
    write(checkout.resolve("mvnw"), MAVEN);
    write(checkout.resolve("pom.xml"), "<project/>");
    write(checkout.resolve(".mvn/options"), "-B");
    write(checkout.resolve("modules/a/pom.xml"), "<project/>");
    write(checkout.resolve(SOURCE), "one\n");
    write(checkout.resolve("modules/cli/pom.xml"), "<project/>");
    write(checkout.resolve("modules/cli/src/main/Cli.java"), "cli");
    Files.copy(Path.of("../../polystill"), checkout.resolve("polystill"));
  }

  private static void write(Path file, String content) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** What the stand-in for Java prints where all is as it should be. */
  private static String started(String source) {
    return "library\n-Dorg.bytedeco.javacpp.cacheLibraries=false\n" + source + "\nUTF-8\n";
  }

  private Process begin(Path in, Map<String, String> environment, String... before)
      throws IOException {
    List<String> command = new ArrayList<>(List.of(before));
    command.add(in.resolve("polystill").toString());
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().put("JAVA_HOME", jdk.toString());
    for (String options : List.of("POLYSTILL_JAVA_OPTS", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS")) {
      builder.environment().remove(options);
    }
    builder.environment().putAll(environment);
    return builder.start();
  }

  private static Start end(Process process) throws Exception {
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Start(process.waitFor(), out, err);
  }

  private Start start(Path in) throws Exception {
    return end(begin(in, Map.of()));
  }

  private void assertStarts(Path in, String source, int builds) throws Exception {
    Start start = start(in);
    assertThat(start.err()).doesNotContain("polystill: ");
    assertThat(start.out()).isEqualTo(started(source));
    assertThat(jdk.resolve("builds")).content().hasLineCount(builds);
  }

  /** As {@code cp -r} does, with new times; what was built comes last, as it may. */
  private Path copy() throws Exception {
    Path copy = directory.resolve("copy");
    for (boolean built : new boolean[] {false, true}) {
      Thread.sleep(20); // file systems look at a clock that does not tick for every file
      try (Stream<Path> files = Files.walk(checkout)) {
        files
            .filter(it -> checkout.relativize(it).startsWith(TARGET) == built)
            .forEach(it -> copyOne(it, copy.resolve(checkout.relativize(it))));
      }
    }
    return copy;
  }

  private static void copyOne(Path from, Path to) {
    try {
      if (Files.isDirectory(from)) {
        Files.createDirectories(to);
      } else {
        Files.copy(from, to);
        Files.setPosixFilePermissions(to, Files.getPosixFilePermissions(from));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void twoFirstStartsAtOnceBuildAndUnpackOnce() throws Exception {
    Process first = begin(checkout, Map.of("TZ", "Asia/Taipei"));
    Process second = begin(checkout, Map.of("TZ", "America/Los_Angeles"));
    for (Process process : List.of(first, second)) {
      Start start = end(process);
      assertThat(start.out()).as(start.err()).isEqualTo(started("one"));
      assertThat(start.exitCode()).isZero();
    }
    assertThat(end(begin(checkout, Map.of("TZ", "UTC"))).err()).isEmpty();
    assertThat(jdk.resolve("builds")).hasContent("built");
    assertThat(jdk.resolve("unpacked")).hasContent("unpacked");
  }

  @Test
  void whatWasEditedIsBuiltAndWhatWasTouchedIsNot() throws Exception {
    assertStarts(checkout, "one", 1);
    Path file = checkout.resolve(SOURCE);
    Path same = Files.writeString(directory.resolve("same"), "one\n");
    Files.move(same, file, StandardCopyOption.REPLACE_EXISTING);
    assertStarts(checkout, "one", 1);
    Files.writeString(file, "two\n");
    assertStarts(checkout, "two", 2);
    Files.delete(checkout.resolve("modules/cli/src/main/Cli.java"));
    assertStarts(checkout, "two", 3);
  }

  @Test
  void aCopyRunsAsItIs() throws Exception {
    assertStarts(checkout, "one", 1);
    assertStarts(copy(), "one", 1);
    Path moved = Files.move(checkout, directory.resolve("moved"));
    assertStarts(moved, "one", 1);
    assertThat(jdk.resolve("unpacked")).hasContent("unpacked");
  }

  /** The copy of the stamp is newer than that of the edited file. */
  @Test
  void aCopyOfAnEditedCheckoutIsBuilt() throws Exception {
    assertStarts(checkout, "one", 1);
    Files.writeString(checkout.resolve(SOURCE), "two\n");
    assertStarts(copy(), "two", 2);
  }

  @Test
  void aCheckoutThatMayNotBeWrittenToRunsOrSaysWhyNot() throws Exception {
    assertStarts(checkout, "one", 1);
    Path copy = copy();
    Start asItIs = startWithoutRights(copy);
    assertThat(asItIs.out()).as(asItIs.err()).isEqualTo(started("one"));
    assertThat(asItIs.exitCode()).isZero();
    assertThat(asItIs.err()).isEmpty();

    Files.writeString(copy.resolve(SOURCE), "two\n");
    Start edited = startWithoutRights(copy);
    assertThat(edited.err()).isEqualTo("polystill: cannot write to " + copy.toRealPath() + "\n");
    assertThat(edited.exitCode()).isEqualTo(1);
  }

  /** Without permissions, which do not stop root; so as nobody where tests are root's. */
  private Start startWithoutRights(Path in) throws Exception {
    try (Stream<Path> files = Files.walk(in)) {
      for (Path path : files.filter(Files::isDirectory).toList()) {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("r-xr-xr-x"));
      }
    }
    try {
      if (!Files.isWritable(in)) {
        return start(in);
      }
      String nobody = "/usr/bin/setpriv";
      assumeTrue(Files.isExecutable(Path.of(nobody)), "skipped: root, and no setpriv");
      return end(begin(in, Map.of(), nobody, "--reuid=65534", "--regid=65534", "--clear-groups"));
    } finally {
      try (Stream<Path> files = Files.walk(in)) {
        for (Path path : files.filter(Files::isDirectory).toList()) {
          Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
      }
    }
  }

  /** Others do not, nor does it where it is told how much it may have, or there is little. */
  @Test
  void aServerHasItsMemoryFromTheStart() throws Exception {
    Path machine = Files.createDirectory(directory.resolve("machine"));
    Path launcher = checkout.resolve("polystill");
    String script = Files.readString(launcher);
    Files.writeString(
        launcher, script.replace("/sys/fs/", machine + "/").replace("/proc/", machine + "/"));
    String itsOwn = "-Xms192m\n";
    assertThat(serve(Map.of()).out()).startsWith(itsOwn);
    Map<String, String> names = Map.of("JAVA_TOOL_OPTIONS", "-Dheap=1 -XX:+UseStringDeduplication");
    assertThat(serve(names).out()).startsWith(itsOwn);
    for (String variable :
        List.of("POLYSTILL_JAVA_OPTS", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS")) {
      for (String option :
          List.of("-Xmx99m", "-XX:MaxHeapSize=99m", "-XX:MaxRAMPercentage=40", "-Da=b -Xmn9m")) {
        assertThat(serve(Map.of(variable, option)).out())
            .as("%s=%s", variable, option)
            .isEqualTo(started("one"));
      }
    }
    for (String file :
        List.of("cgroup/memory.max", "cgroup/memory/memory.limit_in_bytes", "meminfo")) {
      boolean ofMachine = file.equals("meminfo");
      for (String enough : List.of("9223372036854771712", "max", "1000000000")) {
        write(machine.resolve(file), ofMachine ? "MemTotal:        1000000 kB\n" : enough + "\n");
        assertThat(serve(Map.of()).out()).as("%s: %s", file, enough).startsWith(itsOwn);
      }
      write(machine.resolve(file), ofMachine ? "MemTotal:   999999 kB\n" : "999999999\n");
      assertThat(serve(Map.of()).out()).as(file).isEqualTo(started("one"));
      Files.delete(machine.resolve(file));
    }
  }

  private Start serve(Map<String, String> environment) throws Exception {
    return end(begin(checkout, environment, "sh", "-c", "\"$0\" serve"));
  }

  /** Installed or not: Java has to take arguments and file names for UTF-8. */
  @Test
  void argumentsAreUtf8InEveryLocale() throws Exception {
    for (String tag :
        List.of("C", "ar_EG.UTF-8", "fa_IR.UTF-8", "tr_TR.UTF-8", "th_TH.UTF-8", "")) {
      Map<String, String> environment = Map.of("LC_ALL", tag, "LANG", "", "LC_CTYPE", "");
      Start start = end(begin(checkout, environment));
      assertThat(start.out()).as(start.err()).isEqualTo(started("one"));
    }
  }
}
