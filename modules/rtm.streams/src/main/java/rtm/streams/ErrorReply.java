package rtm.streams;

import java.util.regex.Pattern;

/** What an error reply of Redis means for this service, with a sentence for an operator. */
enum ErrorReply {
    READONLY(Consequence.LEAVE, "it is a replica and takes no writes"),
    UNBLOCKED(Consequence.LEAVE, "it became a replica"),
    MASTERDOWN(Consequence.LEAVE, "it is a replica without its master"),
    LOADING(Consequence.LEAVE, "it is still loading its data"),
    CLUSTERDOWN(Consequence.LEAVE, "its cluster is down"),
    NOREPLICAS(Consequence.LEAVE, "it has too few replicas to take writes"),
    MISCONF(Consequence.LEAVE, "it takes no writes because it cannot save its data"),
    NOAUTH(Consequence.LEAVE, "it requires a password, but none is set here"),
    WRONGPASS(Consequence.LEAVE, "it refuses the password"),
    OOM(Consequence.WAIT, "it takes no writes because its memory is full"),
    BUSY(Consequence.WAIT, "it is busy with a script"),
    UNKILLABLE(Consequence.WAIT, "it is busy with a script"),
    TRYAGAIN(Consequence.WAIT, "it is moving its keys"),
    TOO_MANY_CLIENTS(Consequence.WAIT, "it takes no more connections"),
    MOVED(Consequence.WAIT, "it is a node of a cluster, which this service does not support"),
    ASK(Consequence.WAIT, "it is a node of a cluster, which this service does not support"),
    CROSSSLOT(Consequence.WAIT, "it is a node of a cluster, which this service does not support"),
    NOPERM(Consequence.REFUSED, "it refuses a command that this service needs"),
    OTHERDATABASE(Consequence.REFUSED, "it belongs to another database"),
    OTHER(Consequence.REFUSED, "it answers with an error");

    /** Where in which script an error occurred: before 7 in front of it, then behind it. */
    private static final Pattern PLACE_IN_A_SCRIPT =
            Pattern.compile(
                    "^ERR Error running script \\(call to \\w+\\): @user_script:\\s?\\d+: -?"
                            + "|,? script: \\w+, on @user_script:\\d+\\.?$");

    private static final String MOST_CLIENTS = "ERR max number of clients";

    /** A missing right inside a script, in the words of Redis 7.0 and later. */
    private static final Pattern NO_RIGHT_IN_A_SCRIPT =
            Pattern.compile("The user executing the script can't|ACL failure in script");

    private final Consequence consequence;
    private final String sentence;

    ErrorReply(Consequence consequence, String sentence) {
        this.consequence = consequence;
        this.sentence = sentence;
    }

    /** What to do about the error. */
    enum Consequence {
        /**
         * This server cannot do the work, perhaps never again. A new connection may lead to another
         * server behind the same address.
         */
        LEAVE,
        /** The error may end without a new connection. */
        WAIT,
        /** The server works but refuses this command. */
        REFUSED
    }

    /** Classifies a reply, mostly by its first word. */
    static ErrorReply of(String reply) {
        String said = withoutPlace(reply);
        if (said.startsWith(MOST_CLIENTS)) {
            return TOO_MANY_CLIENTS;
        }
        if (NO_RIGHT_IN_A_SCRIPT.matcher(said).find()) {
            return NOPERM;
        }
        for (ErrorReply each : values()) {
            if (said.equals(each.name()) || said.startsWith(each.name() + " ")) {
                return each;
            }
        }
        return OTHER;
    }

    /** A reply without the hash of the script in which the error occurred, for operators. */
    static String withoutPlace(String reply) {
        return PLACE_IN_A_SCRIPT.matcher(reply).replaceAll("");
    }

    /** What a reply says: its words without the place, and without the code of our own scripts. */
    static String said(String reply) {
        String said = withoutPlace(reply);
        return of(said) == OTHERDATABASE ? said.substring(said.indexOf(' ') + 1) : said;
    }

    Consequence consequence() {
        return consequence;
    }

    /** The cause in one word, equal for all replies with the same cause. */
    String reason() {
        return switch (this) {
            case READONLY, UNBLOCKED, MASTERDOWN -> READONLY.name();
            case BUSY, UNKILLABLE -> BUSY.name();
            case MOVED, ASK, CROSSSLOT -> MOVED.name();
            case LOADING,
                    CLUSTERDOWN,
                    NOREPLICAS,
                    MISCONF,
                    NOAUTH,
                    WRONGPASS,
                    OOM,
                    TRYAGAIN,
                    TOO_MANY_CLIENTS,
                    NOPERM,
                    OTHERDATABASE,
                    OTHER ->
                    name();
        };
    }

    /** The sentence for an operator, with "it" for the server. */
    String sentence() {
        return sentence;
    }
}
