package rtm.http.endpoint;

import rtm.domain.model.ErrorCode;
import rtm.domain.model.GameId;
import rtm.domain.model.Verdict;
import rtm.domain.operation.Outcome;
import rtm.domain.overview.PendingWork;
import rtm.domain.text.Terms;
import rtm.http.message.Answer;
import rtm.http.message.ErrorAnswer;

/**
 * The answers to operations on a game that must have been started before. Of one that was not, they
 * say that its start job waits: it is not gone because nothing was found.
 *
 * @param pending the jobs that wait
 */
public record GameAnswers(PendingWork pending) {

    Answer of(GameId gameId, Outcome outcome) {
        return outcome instanceof Outcome.Settled(Verdict.Failed(ErrorCode code, String message), _)
                        && code == ErrorCode.NOT_FOUND
                ? ErrorAnswer.of(code, message + start(gameId))
                : OutcomeAnswer.of(outcome);
    }

    private String start(GameId gameId) {
        return pending.start(gameId)
                .map(start ->
                        "; "
                                + Terms.startWaits(
                                        gameId.value(), start.since().toString(), start.waitsFor()))
                .orElse("");
    }
}
