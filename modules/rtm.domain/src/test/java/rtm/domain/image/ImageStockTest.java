package rtm.domain.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import rtm.domain.fake.FakeContainerDaemon;
import rtm.domain.fake.FakeDaemonDescription;
import rtm.domain.fake.InMemoryStore;
import rtm.domain.fake.SampleOperations;
import rtm.domain.fake.SettableClock;
import rtm.domain.model.BootId;
import rtm.domain.model.ContainerId;
import rtm.domain.model.ContainerState;
import rtm.domain.model.Dependency;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.GameId;
import rtm.domain.model.ImageReference;
import rtm.domain.model.NodeId;
import rtm.domain.model.ObservedContainer;
import rtm.domain.model.OperationException;
import rtm.domain.model.OperationSource;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.RuntimeState;
import rtm.domain.port.DaemonDescription;
import rtm.domain.port.upkeep.ImageUses;

class ImageStockTest {

    private static final ImageReference OLD = new ImageReference("galaxy/game:1.3.0");
    private static final ImageReference RECORDED = new ImageReference("galaxy/game:1.4.0");
    private static final ImageReference FOREIGN = new ImageReference("somebody/else:1.0.0");
    private static final Instant NOW = SampleOperations.FINISH.plus(Duration.ofDays(31));

    private final FakeContainerDaemon daemon = new FakeContainerDaemon();
    private final FakeDaemonDescription pulls = new FakeDaemonDescription();
    private final InMemoryStore store = new InMemoryStore();
    private boolean otherDaemon;
    private final ImageStock stock =
            new ImageStock(daemon, pulls, daemon, this::requireSame, store, new SettableClock(NOW));

    private void requireSame() {
        if (otherDaemon) {
            throw new DependencyUnavailableException(Dependency.DOCKER, "is another daemon", null);
        }
    }

    @BeforeEach
    void fill() {
        daemon.images().add(OLD);
        daemon.images().add(RECORDED);
        daemon.images().add(FOREIGN);
        store.put(
                SampleOperations.record(
                        new GameId("g"),
                        new RuntimeState.Removed(Optional.empty(), SampleOperations.FINISH),
                        0));
    }

    private Optional<String> kept(ImageReference image) {
        return stock.list().stream()
                .filter(stored -> stored.name().equals(image))
                .findFirst()
                .orElseThrow()
                .kept();
    }

    private void assertStays(ImageReference image, String reason) {
        assertThat(kept(image)).contains(reason);
        assertThatThrownBy(() -> stock.remove(image, OperationSource.ADMIN_REST))
                .isInstanceOfSatisfying(
                        OperationException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.CONFLICT))
                .hasMessage("image %s stays: %s".formatted(image, reason));
        assertThat(daemon.imageLabels(image)).isPresent();
    }

    @Test
    void onlyRepositoriesThatARowNamesAreListed() {
        assertThat(stock.list()).extracting(StoredImage::name).containsExactly(OLD, RECORDED);
        assertThatThrownBy(() -> stock.remove(FOREIGN, OperationSource.ADMIN_REST))
                .isInstanceOfSatisfying(
                        OperationException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.NOT_FOUND));
        assertThat(daemon.imageLabels(FOREIGN)).isPresent();
    }

    @Test
    void whatNobodyUsedForThirtyDaysIsRemoved() {
        assertThat(kept(OLD)).isEmpty();
        assertThat(kept(RECORDED)).isEmpty();

        stock.remove(OLD, OperationSource.ADMIN_REST);

        assertThat(daemon.imageLabels(OLD)).isEmpty();
        assertThat(stock.list()).extracting(StoredImage::name).containsExactly(RECORDED);
    }

    @Test
    void aRepositoryThatOnlyAnOperationNamesIsNotTouched() {
        store.openRow(
                SampleOperations.startCall(
                        new GameId("h"), new BootId(new UUID(1, 1)), FOREIGN.value()),
                Optional.empty());

        assertStays(FOREIGN, "no record has named its repository");
    }

    @Test
    void anImageOfAGameThatIsNotRemovedStays() {
        store.put(
                SampleOperations.record(
                        new GameId("h"),
                        new RuntimeState.Stopped(
                                SampleOperations.CONTAINER, SampleOperations.FINISH),
                        0));

        assertStays(RECORDED, "a game or an operation in progress needs it");
    }

    @Test
    void anImageIsTheSameUnderDockersOwnNameForIt() {
        store.openRow(
                SampleOperations.startCall(
                        new GameId("h"), new BootId(new UUID(1, 1)), "docker.io/galaxy/game:1.3.0"),
                Optional.empty());

        assertStays(OLD, "a game or an operation in progress needs it");
    }

    @Test
    void anImageOfAnyContainerStays() {
        daemon.place(
                new ObservedContainer(
                        new ContainerId("abc"),
                        "by-hand",
                        OLD.value(),
                        ContainerState.EXITED,
                        Map.of()));

        assertStays(OLD, "a container uses it");
    }

    @Test
    void anImageThatIsBeingPulledStays() {
        pulls.pulls.add(
                new DaemonDescription.Pulling(
                        OLD,
                        Duration.ZERO,
                        Duration.ZERO,
                        "1 layer",
                        Duration.ofMinutes(1),
                        Duration.ofMinutes(10)));

        assertStays(OLD, "it is being pulled");
    }

    @Test
    void anImageThatWasBuiltOrPulledLatelyStays() {
        daemon.images().builtAt(OLD, NOW.minus(Duration.ofDays(29)));
        daemon.images().namedAt(RECORDED, NOW.minus(Duration.ofDays(29)));

        assertStays(OLD, "built, pulled or used less than 30 days ago");
        assertStays(RECORDED, "built, pulled or used less than 30 days ago");
    }

    @Test
    void anImageThatIsUsedAtTheLastMomentStays() {
        Deque<Runnable> between = new ArrayDeque<>(List.of(() -> {}, this::startOld));
        ImageUses uses =
                () -> {
                    between.remove().run();
                    return store.imageUses();
                };
        ImageStock late =
                new ImageStock(
                        daemon, pulls, daemon, this::requireSame, uses, new SettableClock(NOW));

        assertThatThrownBy(() -> late.remove(OLD, OperationSource.ADMIN_REST))
                .hasMessageContaining("a game or an operation in progress needs it");
        assertThat(daemon.imageLabels(OLD)).isPresent();
    }

    private void startOld() {
        store.openRow(
                SampleOperations.startCall(
                        new GameId("h"), new BootId(new UUID(1, 1)), OLD.value()),
                Optional.empty());
    }

    @Test
    void nothingIsRemovedFromAnotherDaemon() {
        otherDaemon = true;

        assertThatThrownBy(() -> stock.remove(OLD, OperationSource.ADMIN_REST))
                .isInstanceOf(DependencyUnavailableException.class);
        assertThat(daemon.imageLabels(OLD)).isPresent();
    }

    @Test
    void whereMoreImagesAreNamedThanCanBeComparedAllStay() {
        for (int i = 0; i <= 10_000; i++) {
            store.put(
                    new RuntimeRecord(
                            new GameId("g" + i),
                            NodeId.FIRST,
                            new RuntimeState.Removed(Optional.empty(), SampleOperations.FINISH),
                            new ImageReference("galaxy/game:0.0." + i),
                            "http://e",
                            "/p",
                            "n",
                            SampleOperations.START,
                            SampleOperations.FINISH,
                            SampleOperations.START,
                            0));
        }

        assertStays(OLD, "more images are named than can be compared");
    }

    @Test
    void aRefusedPullSaysWhy() {
        assertThatThrownBy(() -> stock.pull(new ImageReference("galaxy/none:1.0.0")))
                .isInstanceOfSatisfying(
                        OperationException.class,
                        refused ->
                                assertThat(refused.code()).isEqualTo(ErrorCode.IMAGE_PULL_FAILED));
        assertThat(List.of(daemon.images().pulls())).containsExactly(1L);
    }
}
