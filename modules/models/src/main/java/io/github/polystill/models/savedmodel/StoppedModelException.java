package io.github.polystill.models.savedmodel;

import java.io.Serial;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.apiguardian.api.API;

/**
 * A model took longer for a call than it may and was stopped; it answers no further call. The
 * message is one line that names it.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public final class StoppedModelException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  StoppedModelException(Path directory, Duration longestCall) {
    super(
        String.format(
            Locale.ROOT,
            "%s: the model had no answer after %s s and was stopped; it is damaged, or such texts take"
                + " longer",
            directory,
            longestCall.toMillis() / 1000.0));
  }
}
