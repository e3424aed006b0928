package rtm.domain.rule;

import java.util.List;
import java.util.Optional;
import rtm.domain.model.ImageReference;
import rtm.domain.port.DaemonDescription;

/**
 * What operations in progress wait for. Only this process' own pulls are known; another process'
 * pull is not.
 *
 * @param daemon whose pulls
 */
public record PullWords(DaemonDescription daemon) {

    /** The pull that an operation with this image waits for, and its progress. Asks nobody. */
    public Optional<String> of(Optional<String> image) {
        return image.flatMap(this::pulling).map(PullWords::words);
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

    private static String words(DaemonDescription.Pulling pull) {
        long lasted = pull.lasted().toSeconds();
        String words = "pull of " + pull.image() + (lasted > 0 ? " for " + lasted + "s" : "");
        if (pull.progress().isEmpty()) {
            return words + ", no progress yet";
        }
        return "%s, last progress %ds ago: %s"
                .formatted(words, pull.still().toSeconds(), pull.progress());
    }
}
