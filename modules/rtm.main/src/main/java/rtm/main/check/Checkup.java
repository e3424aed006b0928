package rtm.main.check;

import java.util.List;

/** Looks at one part of what the service needs, and changes nothing. */
@FunctionalInterface
interface Checkup {

    /**
     * What is found, in the order of the report. What it throws counts as a failure of this part.
     */
    List<Finding> run() throws InterruptedException;
}
