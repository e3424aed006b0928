package rtm.domain.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import rtm.domain.fake.SampleOperations;
import rtm.domain.model.Completion;
import rtm.domain.model.GameId;
import rtm.domain.model.OutboxMessage;
import rtm.domain.model.Verdict;
import rtm.domain.port.Outbox;
import rtm.domain.port.RuntimeStore;

/** How every {@link Outbox} handles messages that a {@link RuntimeStore} committed. */
abstract class OutboxContract extends StoreSuite {

    private static final String RESULTS = "runtime:job_results";
    private static final String EVENTS = "runtime:health_events";

    @Test
    void nothingCommittedIsNothingPending() {
        assertThat(outbox().pending(Set.of(), 10)).isEmpty();
    }

    @Test
    void messagesComeInTheOrderInWhichTheyWereWritten() {
        List<OutboxMessage> first = commit("game-1", RESULTS, EVENTS);
        List<OutboxMessage> second = commit("game-2", EVENTS, RESULTS);
        List<OutboxMessage> all = new ArrayList<>(first);
        all.addAll(second);

        assertThat(outbox().pending(Set.of(), 10)).isEqualTo(all);
        assertThat(outbox().pending(Set.of(), 3)).isEqualTo(all.subList(0, 3));
    }

    @Test
    void fieldsKeepTheirOrderAndTheirText() {
        OutboxMessage message = commit("game-1", EVENTS).getFirst();

        OutboxMessage read = outbox().pending(Set.of(), 10).getFirst();

        assertThat(read.fields().sequencedKeySet())
                .containsExactly("outcome", "game_id", "error_message", "a");
        assertThat(read.fields()).isEqualTo(message.fields());
    }

    @Test
    void streamsThatRefuseWritesAreLeftOut() {
        commit("game-1", RESULTS, EVENTS);

        assertThat(outbox().pending(Set.of(RESULTS), 10))
                .extracting(OutboxMessage::stream)
                .containsExactly(EVENTS);
        assertThat(outbox().pending(Set.of(RESULTS, EVENTS), 10)).isEmpty();
    }

    @Test
    void publishedMessagesAreForgottenAndOthersAreNot() {
        List<OutboxMessage> messages = commit("game-1", RESULTS, EVENTS, RESULTS);

        outbox().published(List.of(messages.get(0), messages.get(2)));
        outbox().published(List.of(messages.get(0)));
        outbox().published(List.of());

        assertThat(outbox().pending(Set.of(), 10)).containsExactly(messages.get(1));
    }

    private List<OutboxMessage> commit(String game, String... streams) {
        GameId gameId = new GameId(game);
        List<OutboxMessage> messages = new ArrayList<>();
        for (String stream : streams) {
            messages.add(SampleOperations.message(stream, gameId));
        }
        store().commit(
                        new Completion(
                                begin(gameId),
                                new Verdict.Done(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                messages,
                                SampleOperations.FINISH));
        return messages;
    }
}
