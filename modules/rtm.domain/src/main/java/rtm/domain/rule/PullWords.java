package rtm.domain.rule;

import java.util.List;
import java.util.Optional;
import rtm.domain.model.ImageReference;
import rtm.domain.port.DaemonDescription;
import rtm.domain.text.Ages;

/**
 * What operations in progress wait for. Only this process' own pulls are known; another process'
 * pull is not.
 *
 * @param daemon whose pulls
 */
public record PullWords(DaemonDescription daemon) {

    /** The pull that an operation with this image waits for, and its progress. Asks nobody. */
    public Optional<String> of(Optional<String> image) {
        return pull(image).map(PullWords::words);
    }

    /** The pull of this image. Asks nobody. */
    public Optional<DaemonDescription.Pulling> pull(Optional<String> image) {
        return image.flatMap(this::pulling);
    }

    private Optional<DaemonDescription.Pulling> pulling(String image) {
        List<DaemonDescription.Pulling> pulls = daemon.pulling();
        Optional<ImageReference> wanted =
                pulls.isEmpty() ? Optional.empty() : ImageReference.parse(image);
        return pulls.stream()
                .filter(pull ->
                        pull.image().value().equals(image)
                                || wanted.filter(pull.image()::equals).isPresent())
                .findFirst();
    }

    /** The progress of the pull of this image. Asks nobody. */
    public Optional<String> progress(Optional<String> image) {
        return pull(image).map(PullWords::progress);
    }

    private static String words(DaemonDescription.Pulling pull) {
        String age = pull.lasted().toSeconds() > 0 ? " for " + Ages.of(pull.lasted()) : "";
        return "pull of " + pull.image() + age + ", " + progress(pull);
    }

    private static String progress(DaemonDescription.Pulling pull) {
        return pull.progress().isEmpty()
                ? "no progress yet"
                : "last progress %s ago: %s".formatted(Ages.of(pull.still()), pull.progress());
    }
}
