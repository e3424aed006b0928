package rtm.domain.image;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import rtm.domain.model.HostImage;
import rtm.domain.model.ImageReference;
import rtm.domain.model.ImageUse;
import rtm.domain.port.upkeep.ImageUses;

/** The uses of images by the names that Docker shows. */
final class KnownUses {

    private final Map<String, List<ImageUse>> byName = new HashMap<>();
    private final Set<String> repositories = new HashSet<>();
    private final Set<String> recorded = new HashSet<>();

    private final boolean complete;

    KnownUses(Collection<ImageUse> uses) {
        complete = uses.size() <= ImageUses.MOST_IMAGES;
        for (ImageUse use : uses) {
            byName.merge(
                    use.image().familiar(),
                    List.of(use),
                    (one, other) -> Stream.concat(one.stream(), other.stream()).toList());
            repositories.add(repository(use.image()));
            if (use.recorded()) {
                recorded.add(repository(use.image()));
            }
        }
    }

    /** Whether these are all uses there are. */
    boolean complete() {
        return complete;
    }

    private static String repository(ImageReference image) {
        return new ImageReference(image.familiar()).repository();
    }

    /** Whether anything names an image of its repository. */
    boolean knows(ImageReference name) {
        return repositories.contains(repository(name));
    }

    /** Whether a record names an image of its repository. */
    boolean isRecorded(ImageReference name) {
        return recorded.contains(repository(name));
    }

    /** Of this name, or of the image by its digest. */
    private Stream<ImageUse> of(ImageReference name, HostImage image) {
        return Stream.concat(Stream.of(name), image.digests().stream())
                .map(ImageReference::familiar)
                .distinct()
                .flatMap(known -> byName.getOrDefault(known, List.of()).stream());
    }

    boolean isNeeded(ImageReference name, HostImage image) {
        return of(name, image).anyMatch(ImageUse::needed);
    }

    int games(ImageReference name, HostImage image) {
        return of(name, image).mapToInt(ImageUse::games).sum();
    }

    Optional<Instant> lastUsedAt(ImageReference name, HostImage image) {
        return of(name, image)
                .flatMap(use -> use.lastUsedAt().stream())
                .max(Comparator.naturalOrder());
    }
}
