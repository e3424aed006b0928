package rtm.http.endpoint;

import rtm.domain.model.ErrorCode;
import rtm.domain.model.GameId;
import rtm.domain.model.Verdict;
import rtm.domain.operation.Outcome;
import rtm.domain.overview.WaitingJobs;
import rtm.http.message.Answer;
import rtm.http.message.ErrorAnswer;

/**
 * The answers to operations on a game that must have been started before. Of one that was not, they
 * say that its start job waits: it is not gone because nothing was found.
 *
 * @param jobs the jobs that wait
 */
public record GameAnswers(WaitingJobs jobs) {

    Answer of(GameId gameId, Outcome outcome) throws InterruptedException {
        return outcome instanceof Outcome.Settled(Verdict.Failed(ErrorCode code, String message), _)
                        && code == ErrorCode.NOT_FOUND
                ? ErrorAnswer.of(code, message + start(gameId))
                : OutcomeAnswer.of(outcome);
    }

    private String start(GameId gameId) throws InterruptedException {
        return jobs.ofStart(gameId).map("; "::concat).orElse("");
    }
}
