package rtm.main.client.call;

import java.util.Optional;
import java.util.function.Predicate;

/** Puts the lines of a stream together to events. */
final class EventReader implements Predicate<String> {

    private static final String ID = "id:";
    private static final String EVENT = "event:";
    private static final String DATA = "data:";

    private final Predicate<ServerEvent> wanted;
    private Optional<String> id = Optional.empty();
    private String name = "";
    private String data = "";

    /**
     * @param wanted takes each event; whether the next one is wanted
     */
    EventReader(Predicate<ServerEvent> wanted) {
        this.wanted = wanted;
    }

    /** Whether the next line is wanted. */
    @Override
    public boolean test(String line) {
        if (line.startsWith(ID)) {
            id = Optional.of(line.substring(ID.length()).strip());
        } else if (line.startsWith(EVENT)) {
            name = line.substring(EVENT.length()).strip();
        } else if (line.startsWith(DATA)) {
            data = line.substring(DATA.length()).strip();
        } else if (line.isEmpty() && !name.isEmpty()) {
            ServerEvent event = new ServerEvent(id, name, data);
            id = Optional.empty();
            name = "";
            data = "";
            return wanted.test(event);
        }
        return true;
    }
}
