package rtm.workers;

import java.util.LinkedHashMap;
import java.util.SequencedMap;
import rtm.domain.model.Announcement;
import rtm.domain.model.HealthObservation;
import rtm.domain.model.MessageId;
import rtm.domain.model.OutboxMessage;
import rtm.domain.model.Verdict;
import rtm.domain.port.MessageEncoder;

/** Messages in a form that is easy to assert. */
public final class PlainMessages implements MessageEncoder {

    static final String RESULTS = "results";
    public static final String HEALTH = "health";
    static final String INTENTS = "intents";

    @Override
    public OutboxMessage encode(MessageId id, Announcement announcement) {
        SequencedMap<String, String> fields = new LinkedHashMap<>();
        fields.put("game_id", announcement.gameId().value());
        String stream =
                switch (announcement) {
                    case Announcement.JobResult result -> {
                        fields.put("outcome", outcome(result.verdict()));
                        yield RESULTS;
                    }
                    case Announcement.HealthEvent event -> {
                        fields.put("event_type", event.observation().eventType());
                        yield HEALTH;
                    }
                    case Announcement.StartFailed failed -> {
                        fields.put("outcome", failed.code().wire());
                        yield INTENTS;
                    }
                };
        return new OutboxMessage(id, stream, announcement.gameId(), fields);
    }

    public static String outcome(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Done _ -> "done";
            case Verdict.Replayed _ -> "replayed";
            case Verdict.Failed(var code, _) -> code.wire();
        };
    }

    @Override
    public String details(HealthObservation observation) {
        return "{}";
    }
}
