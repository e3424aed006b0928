package rtm.main.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import rtm.domain.text.PlainText;
import rtm.main.client.call.RefusedException;

/** The same change to several games, one after the other; prints how far it is. */
final class OneByOne {

    private static final String UNAVAILABLE = "service_unavailable";

    private final ServiceCommand command;
    private final String done;
    private final UnaryOperator<String> change;
    private final List<String> failed = new ArrayList<>();
    private int count;
    private Optional<String> dockerAway = Optional.empty();

    /**
     * @param done what a game is afterwards, such as stopped
     * @param change asks for the change of a game; returns the answer
     */
    OneByOne(ServiceCommand command, String done, UnaryOperator<String> change) {
        this.command = command;
        this.done = done;
        this.change = change;
    }

    /**
     * Changes these too. A refusal is printed, and does not end it, unless Docker is away: then
     * each of the others would only wait for Docker in vain.
     *
     * @throws FailedException if Docker is away
     */
    void all(List<String> games) {
        int total = count + games.size();
        for (String game : games) {
            count++;
            one(game, "%d/%d".formatted(count, total));
            if (dockerAway.isPresent()) {
                throw new FailedException(
                        UNAVAILABLE,
                        "%s; %s; %s".formatted(left(), untried(total - count), dockerAway.get()));
            }
        }
    }

    private static String untried(int games) {
        return games == 1 ? "1 more game was not tried" : games + " more games were not tried";
    }

    private void one(String game, String progress) {
        try {
            String answer =
                    Waiting.during(
                            command.session(), command.calls(), game, () -> change.apply(game));
            command.screen()
                    .line(
                            command.json()
                                    ? PlainText.json(answer.stripTrailing())
                                    : "%s %s  %s".formatted(progress, done, game));
        } catch (RefusedException refused) {
            failed(game, progress, "%s (%s)".formatted(refused.getMessage(), refused.code()));
            if (UNAVAILABLE.equals(refused.code())) {
                dockerAway = command.dockerAway();
            }
        } catch (FailedException left) {
            failed(game, progress, String.valueOf(left.getMessage()));
        }
    }

    private void failed(String game, String progress, String reason) {
        failed.add(game);
        command.session()
                .err()
                .println(
                        PlainText.line(
                                "%s not %s  %s: %s".formatted(progress, done, game, reason)));
    }

    /**
     * Says what is left.
     *
     * @throws FailedException if a game was not changed
     */
    void end() {
        if (!failed.isEmpty()) {
            throw new FailedException(left());
        }
    }

    private String left() {
        return "%d of %d not %s: %s"
                .formatted(failed.size(), count, done, String.join(", ", failed));
    }
}
