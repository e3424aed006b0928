package rtm.domain.port;

import rtm.domain.model.Announcement;
import rtm.domain.model.HealthObservation;
import rtm.domain.model.MessageId;
import rtm.domain.model.OutboxMessage;

/** Turns announcements into the stream entries that the contract describes. Pure. */
public interface MessageEncoder {

    /** The entry for an announcement, on the stream of its kind. */
    OutboxMessage encode(MessageId id, Announcement announcement);

    /** The details of an observation, as a JSON object. */
    String details(HealthObservation observation);
}
