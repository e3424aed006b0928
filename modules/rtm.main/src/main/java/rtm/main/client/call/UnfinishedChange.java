package rtm.main.client.call;

import java.util.function.Consumer;

/**
 * A change that was sent and is not answered yet. If the command ends meanwhile, as by Ctrl-C, it
 * says that the service goes on.
 */
final class UnfinishedChange implements AutoCloseable {

    private final Thread saying;

    private UnfinishedChange(Consumer<String> err, String words) {
        saying = new Thread(() -> err.accept(words), "unfinished-change");
    }

    /**
     * From now on until it is closed.
     *
     * @param method of the request; one that reads changes nothing
     */
    static UnfinishedChange of(String method, Consumer<String> err, String words) {
        UnfinishedChange change = new UnfinishedChange(err, words);
        if (!"GET".equals(method)) {
            change.open();
        }
        return change;
    }

    private void open() {
        try {
            Runtime.getRuntime().addShutdownHook(saying);
        } catch (IllegalStateException _) {
            // The process ends already.
        }
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(saying);
        } catch (IllegalStateException _) {
            // The process ends, and says it.
        }
    }
}
