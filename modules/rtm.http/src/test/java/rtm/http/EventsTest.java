package rtm.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import rtm.domain.model.BootId;
import rtm.domain.model.ContainerId;
import rtm.domain.model.GameId;
import rtm.domain.model.HealthSnapshot;
import rtm.domain.model.HealthSource;
import rtm.domain.model.HealthStatus;
import rtm.domain.model.Leader;
import rtm.domain.overview.Change;
import rtm.domain.overview.ChangeFeed;

@Timeout(60)
class EventsTest {

    private static final String EVENTS = "/api/v1/internal/events";

    private Served served;

    @BeforeEach
    void open() throws IOException {
        served = new Served();
    }

    @AfterEach
    void close() throws IOException {
        served.close();
    }

    private void seen(String game, String details) {
        served.changes.publish(
                new Change.Observed(
                        new HealthSnapshot(
                                new GameId(game),
                                Optional.empty(),
                                HealthStatus.PROBE_FAILED,
                                HealthSource.PROBE,
                                details,
                                Records.STOPPED)));
    }

    @Test
    void aProcessThatRanOutOfMemoryIsAChange() throws Exception {
        try (EventReader reader = reader("", "")) {
            reader.next();
            served.changes.publish(
                    new Change.ProcessKilled(
                            new GameId("g1"), new ContainerId("1f2a"), 2, Records.STOPPED));

            assertThat(reader.next())
                    .isEqualTo(
                            "process_killed {\"game_id\":\"g1\",\"container_id\":\"1f2a\",\"times\":2,\"observed_at\":\"2026-04-28T08:00:00.500Z\"}");
        }
    }

    private EventReader reader(String query, String headers) throws IOException {
        return new EventReader(served.port(), EVENTS + query, headers);
    }

    private static String health(String game, int n) {
        return "health {\"game_id\":\"%s\",\"container_id\":null,\"status\":\"probe_failed\",\"source\":\"probe\",\"details\":{\"n\":%d},\"observed_at\":\"2026-04-28T08:00:00.500Z\",\"unwell\":true,\"words\":\"probe failed\"}"
                .formatted(game, n);
    }

    @Test
    void changesComeAsTheyHappen() throws IOException {
        seen("g1", "{\"n\":0}");
        try (EventReader reader = reader("", "")) {
            assertThat(reader.next()).isEqualTo("open {\"reason\":\"changes follow\"}");
            seen("g1", "{\"n\":1}");
            assertThat(reader.next()).isEqualTo(health("g1", 1));
            served.changes.publish(new Change.Recorded(Records.running("g2")));
            assertThat(reader.next()).startsWith("record {\"game_id\":\"g2\",\"status\":\"runn");
            var operation = new SampleEntries(served.world.store).openStop("g2", 3);
            served.changes.publish(new Change.Abandoned(operation));
            assertThat(reader.next())
                    .isEqualTo(
                            "abandoned {\"id\":1,\"game_id\":\"g2\",\"operation_id\":"
                                    + "\"00000000-0000-0000-0000-000000000003\"}");
        }
    }

    @Test
    void aReaderContinuesWhereItStopped() throws IOException {
        String id;
        try (EventReader reader = reader("", "")) {
            reader.next();
            seen("g1", "{\"n\":1}");
            reader.next();
            id = reader.lastId();
        }
        seen("g1", "{\"n\":2}");
        seen("g1", "{\"n\":3}");

        assertThat(id).isEqualTo(served.changes.bootId() + "-1");
        try (EventReader reader = reader("", "Last-Event-ID: " + id + "\r\n")) {
            assertThat(reader.next(2)).containsExactly(health("g1", 2), health("g1", 3));
        }
    }

    @Test
    void aReaderWhosePositionIsNotKnownIsToldSo() throws IOException {
        seen("g1", "{\"n\":1}");
        for (String id :
                List.of(
                        new BootId(new UUID(9, 9)) + "-1",
                        served.changes.bootId() + "-7",
                        "x",
                        "-",
                        served.changes.bootId() + "-99999999999999999999")) {
            try (EventReader reader = reader("", "Last-Event-ID: " + id + "\r\n")) {
                assertThat(reader.next()).startsWith("reset {\"reason\":");
                seen("g1", "{\"n\":2}");
                assertThat(reader.next()).isEqualTo(health("g1", 2));
            }
        }
    }

    @Test
    void aReaderOfOneGameSeesNoOther() throws IOException {
        try (EventReader reader = reader("?game_id=g2", "")) {
            reader.next();
            seen("g1", "{\"n\":1}");
            seen("g2", "{\"n\":2}");
            assertThat(reader.next()).isEqualTo(health("g2", 2));
        }
    }

    @Test
    void withoutFollowingTheKeptChangesAreTheAnswer() throws IOException {
        seen("g1", "{\"n\":1}");
        seen("g2", "{\"n\":2}");

        Answered answer = served.get(EVENTS + "?follow=false&game_id=g2");

        assertThat(answer.header("content-type")).contains("text/event-stream; charset=utf-8");
        assertThat(answer.body())
                .isEqualTo(
                        "id: %s-2\nevent: health\ndata: %s\n\n"
                                .formatted(
                                        served.changes.bootId(),
                                        health("g2", 2).substring("health ".length())));
    }

    @Test
    void aHeadRequestOpensNoStream() throws IOException {
        Answered answer = served.ask("HEAD", EVENTS, "");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void aProcessThatStandsByNamesTheLeader() throws IOException {
        served.phase.refuse(() -> Optional.of("this process stands by"));
        served.world.store.leads(
                new Leader(
                        Optional.of(new BootId(new UUID(0, 7))),
                        Optional.of("10.0.0.7"),
                        Optional.of(Records.STARTED)));

        Answered answer = served.get(EVENTS);

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.message())
                .isEqualTo(
                        "this process stands by; process 00000000-0000-0000-0000-000000000007"
                                + " leads, from 10.0.0.7");
    }

    @Test
    void theStreamEndsWhenAnotherProcessLeads() throws IOException {
        try (EventReader reader = reader("", "")) {
            reader.next();
            served.phase.refuse(() -> Optional.of("this process stands by"));
            seen("g1", "{}");
            assertThat(reader.next()).isEqualTo("end {\"reason\":\"this process stands by\"}");
            assertThat(reader.next()).isEqualTo("(closed)");
        }
    }

    @Test
    void theListenersDrainEndsTheStreamsAtOnce() throws Exception {
        try (EventReader reader = reader("", "");
                EventReader _ = EventReader.idle(served.port(), EVENTS)) {
            reader.next();
            for (int i = 0; i < 500; i++) {
                seen("g1", "{\"x\":\"" + "x".repeat(10_000) + "\"}");
            }

            assertThat(served.server.drain(Duration.ofSeconds(8))).isTrue();

            String last = "";
            for (String next = reader.next(); !next.equals("(closed)"); next = reader.next()) {
                last = next;
            }
            assertThat(last).matches("end .*the service is stopping.*|health .*");
        }
        assertThat(served.get(EVENTS).status()).isEqualTo(503);
    }

    @Test
    void aReaderThatFallsBehindIsDroppedWithAWord() throws IOException {
        try (EventReader reader = reader("", "")) {
            reader.next();
            for (int i = 0; i < 20 * ChangeFeed.KEPT; i++) {
                seen("g1", "{\"x\":\"" + "x".repeat(1_000) + "\"}");
            }
            String last = "";
            for (String next = reader.next(); !next.equals("(closed)"); next = reader.next()) {
                last = next;
            }
            assertThat(last).startsWith("dropped {\"reason\":\"more than 1000 changes behind");
        }
    }

    @Test
    void twoHundredReadersThatReadNothingCostTheOthersNothing() throws IOException {
        List<EventReader> idle = new ArrayList<>();
        try (EventReader reader = reader("", "")) {
            reader.next();
            for (int i = 0; i < 200; i++) {
                idle.add(EventReader.idle(served.port(), EVENTS));
            }
            String big = "x".repeat(20_000);
            for (int i = 0; i < 500; i++) {
                seen("g1", "{\"n\":%d,\"x\":\"%s\"}".formatted(i, big));
                assertThat(reader.next()).startsWith("health ").contains("\"n\":" + i + ",");
            }
            assertThat(served.get("/healthz").status()).isEqualTo(200);
            assertThat(served.get(Served.RUNTIMES).status()).isEqualTo(200);
        } finally {
            for (EventReader each : idle) {
                each.close();
            }
        }
    }

    @Test
    void streamsHaveABoundOfTheirOwnAndTakeNoPlaceOfARequest() throws IOException {
        served.close();
        served = new Served(Served.settings(1, Optional.empty()));
        List<EventReader> readers = new ArrayList<>();
        try {
            for (int i = 0; i < 16; i++) {
                readers.add(reader("", ""));
            }

            Answered refused = served.get(EVENTS);
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.message()).contains("16 streams are open already");
            assertThat(served.get(Served.RUNTIMES).status()).isEqualTo(200);
        } finally {
            for (EventReader each : readers) {
                each.close();
            }
        }
    }

    @Test
    void aReaderThatIsGoneGivesItsPlaceBack() throws IOException {
        served.close();
        served = new Served(Served.settings(1, Optional.empty()));
        for (int i = 0; i < 16; i++) {
            reader("", "").close();
        }
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!opens()) {
            assertThat(System.nanoTime()).as("no place is free").isLessThan(deadline);
            seen("g1", "{}");
        }
    }

    private boolean opens() throws IOException {
        try (EventReader _ = reader("", "")) {
            return true;
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("503");
            return false;
        }
    }
}
