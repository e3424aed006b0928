package rtm.domain.simulation;

import rtm.domain.fake.PlainMessageEncoder;
import rtm.domain.model.Announcement;
import rtm.domain.model.HealthObservation;
import rtm.domain.model.MessageId;
import rtm.domain.model.OutboxMessage;
import rtm.domain.port.MessageEncoder;

/** An encoder with a defect that shows once an engine was started. */
public final class DefectiveEncoder implements MessageEncoder {

    private final MessageEncoder sound = new PlainMessageEncoder();

    @Override
    public OutboxMessage encode(MessageId id, Announcement announcement) {
        return sound.encode(id, announcement);
    }

    @Override
    public String details(HealthObservation observation) {
        throw new IllegalStateException("a defect, as the test asked");
    }
}
