package rtm.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import rtm.domain.model.Announcement;
import rtm.domain.model.Announcement.HealthEvent;
import rtm.domain.model.Announcement.JobResult;
import rtm.domain.model.Announcement.StartFailed;
import rtm.domain.model.ContainerId;
import rtm.domain.model.ContainerState;
import rtm.domain.model.EntryId;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.GameId;
import rtm.domain.model.HealthObservation;
import rtm.domain.model.HealthObservation.ContainerDisappeared;
import rtm.domain.model.HealthObservation.ContainerExited;
import rtm.domain.model.HealthObservation.ContainerOom;
import rtm.domain.model.HealthObservation.ContainerStarted;
import rtm.domain.model.HealthObservation.InspectUnhealthy;
import rtm.domain.model.HealthObservation.ProbeFailed;
import rtm.domain.model.HealthObservation.ProbeRecovered;
import rtm.domain.model.JobEntry;
import rtm.domain.model.JobStream;
import rtm.domain.model.MessageId;
import rtm.domain.model.StopReason;
import rtm.domain.model.Verdict;
import rtm.domain.model.WireName;
import rtm.domain.rule.DecodedJob;
import rtm.domain.rule.JobDecoder;
import rtm.streams.StreamsSettings.StreamKeys;
import rtm.testkit.document.AsyncApiContract;

/** Every written and every accepted entry has the form that the contract describes. */
class AsyncApiContractTest {

    private static final GameId GAME = new GameId("game-01HZ");
    private static final ContainerId CONTAINER = new ContainerId("1f2a".repeat(16));
    private static final Instant AT = Instant.ofEpochMilli(1_714_081_234_567L);
    private static final List<HealthObservation> OBSERVATIONS =
            List.of(
                    new ContainerStarted("galaxy/game:1.4.0"),
                    new ContainerExited(137, true),
                    new ContainerOom(137),
                    new ContainerDisappeared(),
                    new InspectUnhealthy(3, ContainerState.RUNNING, "unhealthy"),
                    new InspectUnhealthy(0, ContainerState.EXITED, ""),
                    new ProbeFailed(3, 0, "connection refused \"é\"\n"),
                    new ProbeRecovered(3));

    private final ContractMessages messages =
            new ContractMessages(new StreamKeys("starts", "stops", "results", "events", "intents"));
    private final AsyncApiContract contract = new AsyncApiContract();

    @Test
    void everyMessageAndEverySchemaIsAsDescribed() {
        results();
        events();
        intents();
        jobs();

        assertThat(contract.unseenMessages()).as("messages that were not seen").isEmpty();
        assertThat(contract.document().unseenSchemas()).as("schemas not seen").isEmpty();
        assertThat(contract.document().problemsOfSchemas()).isEmpty();
        examples();
        report();
    }

    private void results() {
        expect("JobResult", written(result(new Verdict.Done(), true)));
        expect("JobResult", written(result(new Verdict.Replayed(), true)));
        for (ErrorCode code : ErrorCode.values()) {
            boolean ofJobs =
                    contract.document().named("ResultCode").toString().contains(code.wire());
            assertThat(
                            contract.problems("JobResult", written(result(failed(code), false)))
                                    .isEmpty())
                    .as(code.wire())
                    .isEqualTo(ofJobs);
        }
    }

    private static Verdict failed(ErrorCode code) {
        return new Verdict.Failed(code, "it did not work");
    }

    private static JobResult result(Verdict verdict, boolean there) {
        return new JobResult(
                GAME,
                verdict,
                Optional.of(CONTAINER).filter(_ -> there),
                Optional.of(GAME.engineEndpoint()).filter(_ -> there));
    }

    private void events() {
        NavigableSet<String> types = new TreeSet<>();
        for (HealthObservation observation : OBSERVATIONS) {
            types.add(observation.eventType());
            expect("HealthEvent", written(event(observation)));
        }
        assertThat(types).isEqualTo(names("EventType"));
        assertThat(HealthObservation.class.getPermittedSubclasses()).hasSize(types.size());
    }

    private static HealthEvent event(HealthObservation observation) {
        return new HealthEvent(GAME, CONTAINER, AT, observation);
    }

    @Test
    void theDetailsOfOneTypeAreNotThoseOfAnother() {
        for (HealthObservation one : OBSERVATIONS) {
            for (HealthObservation other : OBSERVATIONS) {
                Map<String, String> fields = written(event(one));
                fields.put("details", messages.details(other));
                assertThat(contract.problems("HealthEvent", fields).isEmpty())
                        .as(one + " reported as " + other)
                        .isEqualTo(one.eventType().equals(other.eventType()));
            }
        }
    }

    private void intents() {
        for (ErrorCode code : ErrorCode.values()) {
            Map<String, String> fields =
                    written(new StartFailed(GAME, "no\u0000 image", code, "it did not work", AT));
            assertThat(contract.problems("NotificationIntent", fields).isEmpty())
                    .as(code.wire())
                    .isEqualTo(code.reportedToAdmins());
        }
    }

    private void jobs() {
        Map<String, String> start = start();
        expect("StartJob", start);
        assertThat(decoded(JobStream.START_JOBS, start)).isInstanceOf(DecodedJob.Start.class);
        for (StopReason reason : StopReason.values()) {
            Map<String, String> stop = stop(reason.wire());
            expect("StopJob", stop);
            assertThat(decoded(JobStream.STOP_JOBS, stop)).isInstanceOf(DecodedJob.Stop.class);
        }
    }

    @Test
    void anUndescribedMessageIsRefused() {
        for (String name : List.of("game_id", "image_ref", "requested_at_ms")) {
            for (Optional<String> bad : List.of(Optional.<String>empty(), Optional.of(""))) {
                Map<String, String> fields = start();
                fields.remove(name);
                bad.ifPresent(value -> fields.put(name, value));
                assertThat(contract.problems("StartJob", fields)).as(name + bad).isNotEmpty();
                assertThat(decoded(JobStream.START_JOBS, fields))
                        .isNotInstanceOf(DecodedJob.Start.class);
            }
        }
        assertThat(contract.problems("StopJob", stop("bored"))).isNotEmpty();
        assertThat(decoded(JobStream.STOP_JOBS, stop("bored")))
                .isInstanceOf(DecodedJob.Malformed.class);
    }

    private static Map<String, String> start() {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("game_id", GAME.value());
        fields.put("image_ref", "galaxy/game:1.4.0");
        fields.put("requested_at_ms", "1714081234567");
        return fields;
    }

    private static Map<String, String> stop(String reason) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("game_id", GAME.value());
        fields.put("reason", reason);
        fields.put("requested_at_ms", "1714081234567");
        return fields;
    }

    private static DecodedJob decoded(JobStream stream, Map<String, String> fields) {
        List<JobEntry.Field> all = new ArrayList<>();
        fields.forEach((name, value) -> all.add(new JobEntry.Field(name, value)));
        return JobDecoder.decode(new JobEntry(stream, new EntryId(1, 0), all));
    }

    /** The examples of the document match its own schemas. */
    private void examples() {
        contract.document()
                .root()
                .path("components")
                .path("messages")
                .forEach(message ->
                        message.path("examples")
                                .forEach(example ->
                                        assertThat(
                                                        contract.document()
                                                                .problems(
                                                                        message.path("payload"),
                                                                        example.path("payload")))
                                                .isEmpty()));
    }

    @Test
    void theClosedSetsAreThoseOfTheProgram() {
        TreeSet<String> reasons = new TreeSet<>();
        for (WireName reason : StopReason.values()) {
            reasons.add(reason.wire());
        }
        assertThat(names("StopReason")).isEqualTo(reasons);
    }

    private NavigableSet<String> names(String schema) {
        TreeSet<String> names = new TreeSet<>();
        contract.document().named(schema).path("enum").forEach(name -> names.add(name.asText()));
        return names;
    }

    private Map<String, String> written(Announcement announcement) {
        return new LinkedHashMap<>(
                messages.encode(new MessageId(new UUID(7, 7)), announcement).fields());
    }

    private void expect(String message, Map<String, String> fields) {
        assertThat(contract.problems(message, fields)).as(fields.toString()).isEmpty();
    }

    /** Shown with -Drtm.contract.report=true. */
    private void report() {
        if (Boolean.getBoolean("rtm.contract.report")) {
            contract.messageNames().forEach(name -> System.out.println("message " + name));
            contract.document().schemas().forEach(name -> System.out.println("schema " + name));
        }
    }
}
