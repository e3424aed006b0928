package rtm.main;

/** The entry of the program: hands the command line to the command it names. */
public final class Main {

    private Main() {}

    /**
     * Runs one command.
     *
     * @param arguments the command line
     */
    public static void main(String[] arguments) {
        if (arguments.length == 1 && arguments[0].equals("version")) {
            System.out.println(Version.current());
            return;
        }
        System.err.println("Usage: rtmanager version");
        System.exit(2);
    }
}
