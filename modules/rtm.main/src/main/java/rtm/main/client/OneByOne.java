package rtm.main.client;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import rtm.domain.text.PlainText;
import rtm.main.client.call.RefusedException;
import rtm.main.client.game.Nodes;

/** The same change to several games, one after the other; prints how far it is. */
final class OneByOne {

    private static final String UNAVAILABLE = "service_unavailable";

    /** How the service says that the node of a game is silent: each of its games waits for that. */
    private static final Pattern SILENT =
            Pattern.compile("node (.+), which holds game .+, does not answer: .*");

    private final ServiceCommand command;
    private final String done;
    private final UnaryOperator<String> change;
    private final List<String> failed = new ArrayList<>();
    private final Set<String> silent = new HashSet<>();
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
     * each of the others would only wait for Docker in vain. In the same way, the other games of a
     * node that does not answer are not tried, and count as not changed.
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
        Optional<String> away = silentNode(game);
        if (away.isPresent()) {
            failed(game, progress, "not tried, node %s does not answer".formatted(away.get()));
            return;
        }
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
            if (!noteSilent(refused) && UNAVAILABLE.equals(refused.code())) {
                dockerAway = command.dockerAway();
            }
        } catch (FailedException left) {
            failed(game, progress, String.valueOf(left.getMessage()));
        }
    }

    /** Whether it was a silent node that refused. */
    private boolean noteSilent(RefusedException refused) {
        Matcher words = SILENT.matcher(String.valueOf(refused.getMessage()));
        boolean said = refused.isUnavailable() && words.matches();
        if (said) {
            silent.add(words.group(1));
        }
        return said;
    }

    /** The node of the game, if it did not answer before. */
    private Optional<String> silentNode(String game) {
        return silent.isEmpty()
                ? Optional.empty()
                : Nodes.ofGame(command.calls(), game).map(Nodes::name).filter(silent::contains);
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
