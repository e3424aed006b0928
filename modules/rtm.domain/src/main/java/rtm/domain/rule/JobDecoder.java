package rtm.domain.rule;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.GameId;
import rtm.domain.model.ImageReference;
import rtm.domain.model.JobEntry;
import rtm.domain.model.JobStream;
import rtm.domain.model.OperationException;
import rtm.domain.model.StopReason;
import rtm.domain.model.WireName;

/**
 * Reads entries of the job streams (examples, stream payloads). Unknown fields are ignored. A known
 * field that is missing, repeated, empty or invalid makes the entry malformed.
 */
public final class JobDecoder {

    private static final String GAME_ID = "game_id";
    private static final String IMAGE_REF = "image_ref";
    private static final String REASON = "reason";
    private static final String TRACEPARENT = "traceparent";
    private static final String REQUESTED_AT_MS = "requested_at_ms";
    private static final int LONGEST_KEPT = 512;

    /** Much longer than any version of the header that exists. */
    private static final int LONGEST_TRACEPARENT = 256;

    private static final String TOO_LARGE = "the entry is larger than 256 KiB";

    private JobDecoder() {}

    /** Decodes an entry. */
    public static DecodedJob decode(JobEntry entry) {
        Map<String, String> known = new HashMap<>();
        Map<String, Integer> counts = new HashMap<>();
        for (JobEntry.Field field : entry.fields()) {
            known.putIfAbsent(field.name(), field.value());
            counts.merge(field.name(), 1, Integer::sum);
        }
        Fields fields = new Fields(known, counts, invalidCode(entry.stream()));
        Optional<GameId> gameId =
                fields.once(GAME_ID) ? GameId.parse(fields.raw(GAME_ID)) : Optional.empty();
        if (gameId.isEmpty()) {
            return new DecodedJob.Unusable(
                    (entry.tooLarge() ? TOO_LARGE + "; " : "")
                            + "no valid game_id, no result can be sent: "
                            + fields.show(GAME_ID));
        }
        try {
            if (entry.tooLarge()) {
                throw fields.malformed(TOO_LARGE);
            }
            return decode(entry.stream(), gameId.orElseThrow(), fields);
        } catch (OperationException malformed) {
            return new DecodedJob.Malformed(
                    gameId.orElseThrow(),
                    entry.stream() == JobStream.START_JOBS
                            ? Optional.of(cut(fields.raw(IMAGE_REF)))
                            : Optional.empty(),
                    malformed.code(),
                    malformed.text());
        }
    }

    /** The trace that an entry names; an invalid one is no reason to refuse the entry. */
    public static Optional<String> traceparent(JobEntry entry) {
        List<String> said =
                entry.fields().stream()
                        .filter(field -> field.name().equals(TRACEPARENT))
                        .map(JobEntry.Field::value)
                        .toList();
        return said.size() == 1 && said.getFirst().length() <= LONGEST_TRACEPARENT
                ? Optional.of(said.getFirst())
                : Optional.empty();
    }

    private static DecodedJob decode(JobStream stream, GameId gameId, Fields fields) {
        return switch (stream) {
            case START_JOBS -> {
                String image = fields.require(IMAGE_REF);
                fields.requireTime();
                yield new DecodedJob.Start(
                        gameId,
                        ImageReference.parse(image)
                                .orElseThrow(() ->
                                        fields.malformed(
                                                "image_ref is not a Docker image reference: "
                                                        + cut(image))));
            }
            case STOP_JOBS -> {
                String reason = fields.require(REASON);
                fields.requireTime();
                yield new DecodedJob.Stop(
                        gameId,
                        WireName.parse(StopReason.class, reason)
                                .orElseThrow(() ->
                                        fields.malformed("reason is unknown: " + cut(reason))));
            }
        };
    }

    private static ErrorCode invalidCode(JobStream stream) {
        return switch (stream) {
            case START_JOBS -> ErrorCode.START_CONFIG_INVALID;
            case STOP_JOBS -> ErrorCode.INVALID_REQUEST;
        };
    }

    /** Makes a text safe to store and show: not too long, no half character, no NUL. */
    private static String cut(String text) {
        int end = Math.min(text.length(), LONGEST_KEPT);
        boolean half = end < text.length() && Character.isHighSurrogate(text.charAt(end - 1));
        return text.substring(0, half ? end - 1 : end).replace('\0', '\uFFFD');
    }

    private record Fields(Map<String, String> known, Map<String, Integer> counts, ErrorCode code) {

        boolean once(String name) {
            return counts.getOrDefault(name, 0) == 1;
        }

        String raw(String name) {
            return known.getOrDefault(name, "");
        }

        String show(String name) {
            return switch (counts.getOrDefault(name, 0)) {
                case 0 -> name + " is missing";
                case 1 -> name + "=" + cut(raw(name));
                default -> name + " is repeated";
            };
        }

        String require(String name) {
            if (!once(name)) {
                throw malformed(show(name));
            }
            if (raw(name).isEmpty()) {
                throw malformed(name + " is empty");
            }
            return raw(name);
        }

        void requireTime() {
            String text = require(REQUESTED_AT_MS);
            if (!text.matches("\\d{1,18}")) {
                throw malformed(REQUESTED_AT_MS + " is not a number of milliseconds: " + cut(text));
            }
        }

        OperationException malformed(String message) {
            return new OperationException(code, message);
        }
    }
}
