package io.github.polystill.labs.stress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.polystill.data.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What processes come to, of a script in place of the program, as a JVM takes seconds to start. */
@DisabledOnOs(OS.WINDOWS)
class ProcessesTests {
  /** Writes 200 KiB to a directory, the last argument. */
  private static final String WRITES =
      """
      for out; do :; done
      if dd if=/dev/zero of="$out/.a.tmp" bs=1k count=200 2>/dev/null; then mv "$out/.a.tmp" "$out/a"
      else TIDY; echo "polystill: disk full while writing $out; free some space"; exit 2; fi
      """;

  @TempDir private Path directory;

  /** Writes to a directory. */
  private record Writing() implements Disturbed {
    @Override
    public String name() {
      return "write";
    }

    @Override
    public List<String> arguments(Path out) {
      return List.of(out.toString());
    }
  }

  private Processes script(String lines) throws IOException {
    Path script = Files.writeString(directory.resolve("script"), "#!/bin/sh\n" + lines);
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    return new Processes(List.of(script.toString()));
  }

  @Test
  void badInputOfTheRunIsBadInputOfTheStress() throws IOException {
    Processes processes = script("echo 'polystill: tiny.yaml: no label is left'; exit 2\n");
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(
            () ->
                KilledRuns.undisturbed(
                    new DisturbedRun(List.of()), processes, directory.resolve("run")))
        .withMessage("tiny.yaml: no label is left");
  }

  @Test
  void whatIsLeftOnAFullDiskIsAProblem() throws Exception {
    assumeTrue(
        FullDisk.isToBeHad(Files.createDirectory(directory.resolve("mounted"))),
        "skipped: this user may not mount a small file system");
    assertThat(fill("tidy", "rm \"$out/.a.tmp\"")).isEmpty();
    assertThat(fill("untidy", ":"))
        .hasSize(2)
        .allSatisfy(it -> assertThat(it).startsWith("write for want of room left over: "));
  }

  private List<String> fill(String name, String tidying) throws Exception {
    Processes processes = script(WRITES.replace("TIDY", tidying));
    Path undisturbed = Files.createDirectories(directory.resolve(name).resolve("undisturbed"));
    Writing write = new Writing();
    write.finish(processes.start(write.arguments(undisturbed), undisturbed), undisturbed);
    return FullDisk.fill(write, processes, 2, undisturbed, 1);
  }
}
