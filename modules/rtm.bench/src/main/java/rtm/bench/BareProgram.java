package rtm.bench;

/** The least that a Java program does: what starts it is what is measured. */
public final class BareProgram {

    private BareProgram() {}

    /** Prints a line. */
    public static void main(String[] arguments) {
        System.out.println("ready");
    }
}
