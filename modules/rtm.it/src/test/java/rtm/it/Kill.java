package rtm.it;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** What is killed, cut or stopped while several nodes work. */
enum Kill {
    INTAKE("the process with the intake, kill -9"),
    NODE("the process of another node, kill -9"),
    TWO("the processes of two nodes at once, kill -9"),
    INTAKE_STANDS_STILL("the process with the intake, SIGSTOP and SIGCONT"),
    NODE_STANDS_STILL("the process of another node, SIGSTOP and SIGCONT"),
    PRESENCE("PostgreSQL's session with the locks of a node, pg_terminate_backend"),
    POOL("about half of the other sessions of PostgreSQL, pg_terminate_backend"),
    BACKEND("one process of PostgreSQL, kill -9; PostgreSQL ends all sessions"),
    POSTGRES("PostgreSQL, kill -9 of all, and started again"),
    REDIS("Redis, kill -9, and started again"),
    REDIS_CUT("each connection to Redis, cut for some seconds"),
    REDIS_STALLS("Redis answers nothing for some seconds"),
    DOCKER("Docker of one node, kill -9, and started again"),
    MACHINE_CUT("a machine, off the network for some seconds");

    private final String words;

    Kill(String words) {
        this.words = words;
    }

    /** In an order by chance; none comes again before all others came. */
    static List<Kill> draw(int count, Random random) {
        List<Kill> drawn = new ArrayList<>();
        while (drawn.size() < count) {
            List<Kill> each = new ArrayList<>(List.of(values()));
            Collections.shuffle(each, random);
            drawn.addAll(each);
        }
        return drawn.subList(0, count);
    }

    /** How often each came, as a table. */
    static String table(List<Kill> done) {
        Map<Kill, Integer> counts = new EnumMap<>(Kill.class);
        done.forEach(kill -> counts.merge(kill, 1, Integer::sum));
        StringBuilder table = new StringBuilder("| killed | times |\n| --- | ---: |\n");
        counts.forEach((kill, times) -> table.append("| %s | %d |%n".formatted(kill.words, times)));
        return table.append("| together | %d |%n".formatted(done.size())).toString();
    }
}
