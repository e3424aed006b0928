package rtm.domain.port;

import rtm.domain.model.ContainerId;

/** The output of containers as it is written. */
public interface ContainerOutput {

    /**
     * Follows the output of a container, standard output and error together, until its program ends
     * or the caller closes it, or the daemon does not answer any more. Returns at once; other
     * threads call the sink.
     *
     * @param lines how many of the lines that are already there to begin with
     */
    Following follow(ContainerId container, int lines, LineSink sink);

    /** Receives the output. */
    interface LineSink {

        /**
         * A line was written. While this blocks, nothing more is read.
         *
         * @param line without its end; a very long line comes in parts, and invalid UTF-8 is
         *     replaced
         * @throws InterruptedException if it was closed
         */
        void line(String line) throws InterruptedException;

        /**
         * The engine has ended, and nothing follows.
         *
         * @param reason in words
         */
        void ended(String reason);

        /**
         * Nothing follows, whether or not the engine has ended.
         *
         * @param reason why, in words
         */
        void broken(String reason);
    }

    /** What is followed. */
    interface Following extends AutoCloseable {

        /** Ends it; returns at once. The sink may still be called with a line. */
        @Override
        void close();
    }
}
