package rtm.domain.image;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import rtm.domain.log.Log;
import rtm.domain.log.LogField;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.HostImage;
import rtm.domain.model.ImageReference;
import rtm.domain.model.OperationException;
import rtm.domain.model.OperationSource;
import rtm.domain.port.ContainerDaemon;
import rtm.domain.port.ContainerDaemon.DaemonRefusedException;
import rtm.domain.port.DaemonDescription;
import rtm.domain.port.upkeep.HostImages;
import rtm.domain.port.upkeep.ImageUses;

/**
 * The images of the host that games use or used. One may go if a record has named its repository,
 * no container uses it, no record that is not removed and no operation in progress names it, and
 * all this for 30 days. Docker keeps no time of last use, so the latest of these times counts: the
 * image was built; it got its name, by a pull for example; a record, an operation or an ending that
 * used it changed. An operation that was refused or failed has not used its image.
 */
public final class ImageStock {

    private static final Duration UNUSED = Duration.ofDays(30);
    private static final Log LOG = Log.of(ImageStock.class);

    private final HostImages host;
    private final DaemonDescription pulls;
    private final ContainerDaemon daemon;
    private final Runnable same;
    private final ImageUses uses;
    private final InstantSource clock;

    /**
     * @param same requires that the daemon is the one that the records are about
     */
    public ImageStock(
            HostImages host,
            DaemonDescription pulls,
            ContainerDaemon daemon,
            Runnable same,
            ImageUses uses,
            InstantSource clock) {
        this.host = host;
        this.pulls = pulls;
        this.daemon = daemon;
        this.same = same;
        this.uses = uses;
        this.clock = clock;
    }

    /** All names of repositories that a row names, sorted. */
    public List<StoredImage> list() {
        KnownUses known = new KnownUses(uses.imageUses());
        Set<String> used = host.usedByContainers();
        return host.named().stream()
                .flatMap(image ->
                        image.names().stream()
                                .filter(known::knows)
                                .map(name -> stored(name, image, known, used)))
                .sorted(Comparator.comparing(stored -> stored.name().value()))
                .toList();
    }

    /** Pulls an image, so that the start of a game does not have to. */
    public void pull(ImageReference image) {
        try {
            daemon.pull(image);
        } catch (DaemonRefusedException refused) {
            throw new OperationException(ErrorCode.IMAGE_PULL_FAILED, refused.text(), refused);
        }
    }

    /**
     * Removes a name that may go.
     *
     * @return what was removed
     * @throws OperationException {@code not_found} if the host has no such image, {@code conflict}
     *     if it stays; the message says why
     */
    public StoredImage remove(ImageReference name, OperationSource source) {
        same.run();
        StoredImage found = require(name);
        try {
            if (!host.removeIf(found.name(), () -> require(found.name()).kept().isEmpty())) {
                throw stays(found.name(), "it is used again");
            }
        } catch (DaemonRefusedException refused) {
            throw stays(found.name(), refused.text());
        }
        LOG.info(
                "image removed",
                LogField.of("image", found.name()),
                LogField.of("op_source", source.wire()));
        return found;
    }

    private StoredImage require(ImageReference name) {
        StoredImage found =
                list().stream()
                        .filter(each -> each.name().familiar().equals(name.familiar()))
                        .findFirst()
                        .orElseThrow(() ->
                                new OperationException(
                                        ErrorCode.NOT_FOUND,
                                        "no game has used an image %s that this host has"
                                                .formatted(name)));
        found.kept()
                .ifPresent(reason -> {
                    throw stays(found.name(), reason);
                });
        return found;
    }

    private static OperationException stays(ImageReference name, String reason) {
        return new OperationException(
                ErrorCode.CONFLICT, "image %s stays: %s".formatted(name, reason));
    }

    private StoredImage stored(
            ImageReference name, HostImage image, KnownUses known, Set<String> running) {
        Optional<Instant> used = known.lastUsedAt(name, image);
        Instant named = later(image.createdAt(), used);
        Optional<String> kept = keptByUse(name, image, known, running).or(() -> keptByAge(named));
        // Asked last, since it is one call for each image.
        Instant at = kept.isEmpty() ? later(named, host.namedAt(name)) : named;
        return new StoredImage(
                name, image, known.games(name, image), used, kept.or(() -> keptByAge(at)));
    }

    private static Instant later(Instant one, Optional<Instant> other) {
        return other.filter(one::isBefore).orElse(one);
    }

    private Optional<String> keptByUse(
            ImageReference name, HostImage image, KnownUses known, Set<String> used) {
        if (!known.complete()) {
            return Optional.of("more images are named than can be compared");
        }
        if (!known.isRecorded(name)) {
            return Optional.of("no record has named its repository");
        }
        if (known.isNeeded(name, image)) {
            return Optional.of("a game or an operation in progress needs it");
        }
        if (used.contains(image.id())) {
            return Optional.of("a container uses it");
        }
        boolean pulled =
                pulls.pulling().stream()
                        .anyMatch(pull -> pull.image().familiar().equals(name.familiar()));
        return pulled ? Optional.of("it is being pulled") : Optional.empty();
    }

    private Optional<String> keptByAge(Instant at) {
        Duration age = Duration.between(at, clock.instant());
        return age.compareTo(UNUSED) < 0
                ? Optional.of(
                        "built, pulled or used less than %d days ago".formatted(UNUSED.toDays()))
                : Optional.empty();
    }
}
