package rtm.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Readers that follow what an engine writes. */
@Timeout(60)
class LogFollowTest {

    private static final String LOGS = Served.RUNTIMES + "/g1/logs?follow=true";

    private Served served;

    @BeforeEach
    void open() throws IOException {
        served = new Served();
        served.put(Records.running("g1"));
    }

    @AfterEach
    void close() throws IOException {
        served.close();
    }

    private EventReader follow() throws IOException {
        return new EventReader(served.port(), LOGS, "");
    }

    @Test
    void eachLineIsAnEventUntilTheEngineEnds() throws Exception {
        try (EventReader reader = new EventReader(served.port(), LOGS + "&tail=5000", "")) {
            served.output.awaitOpened(1);
            served.output.sinks.getFirst().line("one");
            served.output.sinks.getFirst().line("two\r\u001b[2Jevent: end");
            served.output.sinks.getFirst().ended("the engine ended");

            assertThat(reader.next(4))
                    .containsExactly(
                            "output {\"line\":\"one\"}",
                            "output {\"line\":\"two\\r\\u001B[2Jevent: end\"}",
                            "end {\"reason\":\"the engine ended\",\"engine_ended\":true}",
                            "(closed)");
        }
        assertThat(served.output.asked).containsExactly("1f2a 1000");
        served.output.awaitClosed(1);
    }

    @Test
    void anEndThatIsNotThatOfTheEngineIsToldApart() throws Exception {
        try (EventReader reader = follow()) {
            served.output.awaitOpened(1);
            served.output.sinks.getFirst().line("one");
            served.output.sinks.getFirst().broken("docker: did not answer within 2 s (ping)");

            assertThat(reader.next(3))
                    .containsExactly(
                            "output {\"line\":\"one\"}",
                            "end {\"reason\":\"docker: did not answer within 2 s (ping)\",\"engine_ended\":false}",
                            "(closed)");
        }
    }

    @Test
    void aReaderThatLeavesEndsTheFollowing() throws Exception {
        EventReader reader = follow();
        served.output.awaitOpened(1);
        served.output.sinks.getFirst().line("one");
        assertThat(reader.next()).contains("one");
        reader.close();
        served.output.sinks.getFirst().line("two");
        served.output.sinks.getFirst().line("three");
        served.output.awaitClosed(1);
    }

    @Test
    void aReaderThatReadsNothingCostsAFewLinesAndIsCut() throws Exception {
        served.close();
        served = new Served(Served.impatient());
        served.put(Records.running("g1"));
        EventReader idle = EventReader.idle(served.port(), LOGS);
        served.output.awaitOpened(1);
        Thread engine =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                while (true) {
                                    served.output.sinks.getFirst().line("x".repeat(16_000));
                                }
                            } catch (InterruptedException _) {
                                Thread.currentThread().interrupt();
                            }
                        });
        served.output.awaitClosed(1);
        engine.interrupt();
        engine.join();
        idle.close();
    }

    @Test
    void thereIsABoundAndAPlaceIsGivenBack() throws Exception {
        List<EventReader> readers = new ArrayList<>();
        for (int n = 0; n < 16; n++) {
            readers.add(follow());
        }
        served.output.awaitOpened(16);
        Answered refused = served.get(LOGS);
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.body()).contains("16 logs are followed already");

        served.output.sinks.getFirst().ended("the engine ended");
        served.output.awaitClosed(1);
        readers.add(follow());
        served.output.awaitOpened(1);
        for (EventReader reader : readers) {
            reader.close();
        }
    }

    @Test
    void askingForTheHeadKeepsNoPlace() throws Exception {
        for (int n = 0; n < 17; n++) {
            assertThat(served.ask("HEAD", LOGS, "").status()).isEqualTo(200);
        }
        assertThat(served.output.asked).isEmpty();
    }

    @Test
    void theDrainOfTheListenerEndsIt() throws Exception {
        try (EventReader reader = follow()) {
            served.output.awaitOpened(1);
            served.output.sinks.getFirst().line("one");
            assertThat(reader.next()).contains("one");
            assertThat(served.server.drain(Duration.ofSeconds(10))).isTrue();
            assertThat(reader.next()).contains("the service is stopping");
            served.output.awaitClosed(1);
        }
    }

    @Test
    void whatCannotBeFollowedIsRefused() throws Exception {
        assertThat(served.get(LOGS + "&previous=true").status()).isEqualTo(400);
        assertThat(served.get(Served.RUNTIMES + "/g9/logs?follow=true").status()).isEqualTo(404);
        served.put(Records.removed("g1"));
        assertThat(served.get(LOGS).status()).isEqualTo(404);
    }
}
