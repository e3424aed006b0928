package rtm.main.client.call;

/** The settings of a command are wrong or cannot be read; the message says what. Exit code 2. */
public final class SettingsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public SettingsException(String message) {
        super(message, null, false, false);
    }
}
