package io.github.polystill.experiments.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitCheckoutTests {
  @TempDir private Path directory;

  private void git(String... arguments) throws IOException, InterruptedException {
    String[] command = new String[arguments.length + 5];
    String[] identity = {"git", "-c", "user.name=Test", "-c", "user.email=test@example.org"};
    System.arraycopy(identity, 0, command, 0, identity.length);
    System.arraycopy(arguments, 0, command, identity.length, arguments.length);
    Process process =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
  }

  @Test
  void knowsTheCommitAndWhetherFilesChanged() throws IOException, InterruptedException {
    assumeTrue(gitIsThere());
    Path module = Files.createDirectories(directory.resolve("modules/experiments"));
    Path pom = Files.writeString(module.resolve("pom.xml"), "<a/>", StandardCharsets.UTF_8);
    git("init", "-q");
    git("add", ".");
    git("commit", "-q", "-m", "a");

    GitCheckout clean = GitCheckout.of(module);
    Files.writeString(pom, "<b/>", StandardCharsets.UTF_8);

    assertThat(clean.commit()).matches("[0-9a-f]{40}");
    assertThat(clean.dirty()).contains(false);
    assertThat(GitCheckout.of(module))
        .isEqualTo(new GitCheckout(clean.commit(), Optional.of(true)));
  }

  @Test
  void doesNotTakeAnotherRepositoryForPolystill() throws IOException, InterruptedException {
    assumeTrue(gitIsThere());
    Path file = Files.createFile(directory.resolve("file"));
    git("init", "-q");
    git("add", file.toString());
    git("commit", "-q", "-m", "a");

    assertThat(GitCheckout.of(directory)).isEqualTo(GitCheckout.UNKNOWN);
  }

  @Test
  void isUnknownOutsideARepository() {
    assertThat(GitCheckout.of(directory)).isEqualTo(GitCheckout.UNKNOWN);
  }

  private static boolean gitIsThere() throws InterruptedException {
    try {
      return new ProcessBuilder("git", "--version").start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
