package rtm.http.forward;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import rtm.domain.model.GameId;
import rtm.domain.model.JobStream;
import rtm.domain.model.OperationSource;
import rtm.domain.model.WireName;
import rtm.domain.overview.Part;
import rtm.domain.overview.PendingWork;
import rtm.domain.overview.ReaderJobs;
import rtm.domain.overview.ServiceStatus;
import rtm.domain.overview.StatusReport;

/** What is read of the status of the process that reads the jobs. */
final class ReaderStatus {

    private static final JsonFactory JSON =
            JsonFactory.builder()
                    .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                    .recyclerPool(JsonRecyclerPools.nonRecyclingPool())
                    .build();

    private String phase = "";
    private List<Map<String, String>> jobs = List.of();
    private List<Map<String, String>> pending = List.of();
    private List<Map<String, String>> problems = List.of();

    private ReaderStatus() {}

    /** The jobs that wait; missing, with words behind the name of the process, if it cannot say. */
    static Part<ReaderJobs> read(ByteBuffer body, String node) {
        byte[] bytes = new byte[body.remaining()];
        body.duplicate().get(bytes);
        ReaderStatus status = new ReaderStatus();
        try (JsonParser parser = JSON.createParser(bytes)) {
            status.read(parser);
            return status.phase.equals("leading")
                    ? new Part.Seen<>(status.jobs(node))
                    : new Part.Missing<>("does not read them now");
        } catch (IOException | DateTimeException | NumberFormatException unreadable) {
            return new Part.Missing<>("gives an answer that cannot be read");
        }
    }

    private void read(JsonParser parser) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new IOException("no object");
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            switch (name) {
                case "phase" -> phase = parser.getText();
                case "jobs" -> jobs = objects(parser, value);
                case "pending" -> pending = objects(parser, value);
                case "problems" -> problems = objects(parser, value);
                default -> parser.skipChildren();
            }
        }
    }

    private static List<Map<String, String>> objects(JsonParser parser, JsonToken first)
            throws IOException {
        List<Map<String, String>> objects = new ArrayList<>();
        if (first != JsonToken.START_ARRAY) {
            throw new IOException("no list");
        }
        while (parser.nextToken() == JsonToken.START_OBJECT) {
            objects.add(fields(parser));
        }
        return objects;
    }

    /** The fields that are texts or numbers. */
    private static Map<String, String> fields(JsonParser parser) throws IOException {
        Map<String, String> fields = new HashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (value == JsonToken.VALUE_STRING || value == JsonToken.VALUE_NUMBER_INT) {
                fields.put(name, parser.getText());
            } else {
                parser.skipChildren();
            }
        }
        return fields;
    }

    private ReaderJobs jobs(String node) {
        Map<JobStream, Part<ServiceStatus.Waiting>> waiting = new LinkedHashMap<>();
        for (JobStream stream : JobStream.values()) {
            waiting.put(stream, waiting(stream));
        }
        return new ReaderJobs(
                node,
                pending.stream().flatMap(each -> job(each).stream()).toList(),
                all(),
                waiting);
    }

    /** An earlier version lists fewer than this one, and says nothing of those that are left. */
    private boolean all() {
        return pending.size() != StatusReport.MOST_PENDING
                && pending.size() < StatusReport.MOST_TOLD;
    }

    private Part<ServiceStatus.Waiting> waiting(JobStream stream) {
        return jobs.stream()
                .filter(each -> stream.wire().equals(each.get("stream")))
                .findFirst()
                .<Part<ServiceStatus.Waiting>>map(each ->
                        new Part.Seen<>(
                                new ServiceStatus.Waiting(
                                        Integer.parseInt(each.getOrDefault("waiting", "")),
                                        text(each, "oldest_age_ms")
                                                .map(Long::valueOf)
                                                .map(Duration::ofMillis))))
                .orElseGet(() ->
                        new Part.Missing<>(
                                problems.stream()
                                        .filter(each -> stream.wire().equals(each.get("part")))
                                        .flatMap(each -> text(each, "error").stream())
                                        .findFirst()
                                        .orElse("the process that reads them does not say")));
    }

    /** Pulls are what that process has of its own. */
    private static Optional<ServiceStatus.Pending> job(Map<String, String> each) {
        Optional<PendingWork.Kind> kind =
                WireName.parse(PendingWork.Kind.class, each.getOrDefault("op_kind", ""))
                        .filter(known -> known != PendingWork.Kind.PULL);
        Optional<OperationSource> source =
                WireName.parse(OperationSource.class, each.getOrDefault("op_source", ""));
        Optional<GameId> game = text(each, "game_id").flatMap(GameId::parse);
        if (kind.isEmpty() || source.isEmpty() || game.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new ServiceStatus.Pending(
                        new PendingWork.Work(
                                kind.get(), game, text(each, "image_ref"), source.get()),
                        Instant.parse(each.getOrDefault("started_at", "")),
                        text(each, "waits_for"),
                        Optional.empty()));
    }

    private static Optional<String> text(Map<String, String> fields, String name) {
        return Optional.ofNullable(fields.get(name));
    }
}
