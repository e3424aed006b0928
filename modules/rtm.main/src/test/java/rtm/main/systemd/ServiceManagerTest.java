package rtm.main.systemd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import rtm.domain.time.Pulse;

/** What systemd receives. UnitIT has a real socket, and systemd-trial a real systemd. */
class ServiceManagerTest {

    private static final Duration AN_HOUR = Duration.ofHours(1);

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final PrintStream console = System.err;
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
    private final Pulse loop = new Pulse("loop");

    private final List<ServiceManager> managers = new ArrayList<>();

    @BeforeEach
    void capture() {
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void stop() {
        managers.forEach(manager -> manager.stopping(Duration.ZERO));
        System.setErr(console);
    }

    private List<String> lines(String level, String words) {
        return log.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.contains(level + " ") && line.contains(words))
                .toList();
    }

    private ServiceManager manager(Optional<Duration> watchdog) {
        ServiceManager manager = new ServiceManager(received::add, watchdog);
        managers.add(manager);
        return manager;
    }

    private String next() throws InterruptedException {
        return String.valueOf(received.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS));
    }

    @Test
    void withoutAWatchdogItReportsOnlyThatItIsReady() {
        manager(Optional.empty()).ready(List.of(loop));

        assertThat(received).containsExactly("READY=1");
    }

    @Test
    void itReportsItsLifeAgainAndAgainWhileItsLoopsTurn() throws Exception {
        manager(Optional.of(Duration.ofMillis(600))).ready(List.of(loop));

        assertThat(next()).isEqualTo("READY=1");
        for (int turn = 0; turn < 10; turn++) {
            loop.beat();
            assertThat(next()).isEqualTo("WATCHDOG=1");
        }
    }

    @Test
    void aLoopThatStandsStillIsNamedOnceUntilItTurnsAgain() {
        ServiceManager.Still still =
                new ServiceManager.Still(List.of(loop, new Pulse("other")), AN_HOUR);
        assertThat(still.anyStands()).isFalse();
        ServiceManager.Still stands = new ServiceManager.Still(List.of(loop), Duration.ofNanos(-1));

        assertThat(stands.anyStands()).isTrue();
        assertThat(stands.anyStands()).isTrue();

        assertThat(lines("ERROR", "stands still"))
                .singleElement()
                .asString()
                .contains("loops=loop");
    }

    @Test
    void aLoopThatStandsStillIsNoSignOfLife() throws Exception {
        manager(Optional.of(Duration.ofMillis(60))).ready(List.of(loop));

        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (lines("ERROR", "the service stands still").isEmpty()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.onSpinWait();
        }
        received.clear();
        assertThat(received.poll(200, TimeUnit.MILLISECONDS)).isNull();
        loop.beat();
        assertThat(next()).isEqualTo("WATCHDOG=1");
    }

    @Test
    void itAsksForAsMuchTimeToStopAsItMayTake() {
        manager(Optional.empty()).stopping(Duration.ofMinutes(5));

        assertThat(received)
                .containsExactly("STOPPING=1\nSTATUS=stopping\nEXTEND_TIMEOUT_USEC=310000000");
    }

    @Test
    void aReportThatNobodyGetsIsLoggedOnceAndHarmsNobody() {
        ServiceManager unheard =
                new ServiceManager(
                        _ -> {
                            throw new IOException("sendto: error 111");
                        },
                        Optional.empty());

        unheard.ready(List.of(loop));
        unheard.status("leading");

        assertThat(lines("WARN", "systemd does not get the service's reports"))
                .singleElement()
                .asString()
                .contains("error=\"sendto: error 111\"");
    }

    @Test
    void anAddressOfAnotherKindIsRefused() {
        assertThatThrownBy(() -> new NotifySocket("vsock:2:1234")).hasMessageContaining("neither");
        assertThatThrownBy(() -> new NotifySocket("/" + "x".repeat(107)))
                .hasMessageContaining("too long");
    }
}
