package rtm.streams;

import java.time.Duration;
import java.util.List;

/**
 * Where Redis is and how it is used.
 *
 * @param host the master's name or address, without brackets
 * @param port the master's port, 1 to 65535
 * @param password the default user's; empty for a server without one
 * @param database the number of the database, from 0
 * @param operationTimeout how long Redis may take to answer; a blocking read has its wait on top
 * @param leaseTtl after how long a lease runs out that nobody renews
 * @param streams the keys of the streams
 */
public record StreamsSettings(
        String host,
        int port,
        String password,
        int database,
        Duration operationTimeout,
        Duration leaseTtl,
        StreamKeys streams) {

    private static final int HIGHEST_PORT = 65_535;

    /**
     * @throws IllegalArgumentException if a number is out of bounds or a duration is not positive
     */
    public StreamsSettings {
        if (port < 1 || port > HIGHEST_PORT || database < 0) {
            throw new IllegalArgumentException("no such port or database");
        }
        if (!operationTimeout.isPositive() || !leaseTtl.isPositive()) {
            throw new IllegalArgumentException("the timeout and the lease are longer than nothing");
        }
    }

    /** The master's address, as operators write it. */
    public String address() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    /** All but the password. */
    @Override
    public String toString() {
        return "StreamsSettings[%s/%d, operationTimeout=%s, leaseTtl=%s, %s]"
                .formatted(address(), database, operationTimeout, leaseTtl, streams);
    }

    /**
     * The keys of the five streams, all different.
     *
     * @param startJobs brings start jobs
     * @param stopJobs brings stop jobs
     * @param jobResults takes the result of each job
     * @param healthEvents takes health events
     * @param notificationIntents takes notifications for admins
     */
    public record StreamKeys(
            String startJobs,
            String stopJobs,
            String jobResults,
            String healthEvents,
            String notificationIntents) {

        /**
         * @throws IllegalArgumentException if a key is blank or two are the same
         */
        public StreamKeys {
            List<String> all =
                    List.of(startJobs, stopJobs, jobResults, healthEvents, notificationIntents);
            if (all.stream().anyMatch(String::isBlank) || all.stream().distinct().count() < 5) {
                throw new IllegalArgumentException("five stream keys, none blank, no two the same");
            }
        }
    }
}
