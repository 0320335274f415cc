//! Every bound of the program, with its unit in the name and the reason beside it.

/// Brackets, blocks and interpolations may nest this deep: far above what a person writes, far
/// below what overflows a stack in any pass that recurses.
pub const NESTING_MAX: usize = 64;
/// Levels that one expression or type may have (operators in a chain count one each): passes over
/// the tree recurse.
pub const EXPRESSION_DEPTH_MAX: usize = 200;
/// Longest source file. A bot of ten thousand lines has about half a megabyte.
pub const SOURCE_BYTES_MAX: usize = 4 * 1024 * 1024;
/// Rules that may be open while a region that does not parse is looked at again: more than brackets
/// that nest as deep as they may have, and far below what overflows a stack.
pub const SYNTAX_LOOK_DEPTH_MAX: usize = 1_200;
/// Rules that may be tried while such a region is looked at again, so that it takes no longer than
/// a blink.
pub const SYNTAX_LOOK_STEPS_MAX: usize = 2_000_000;
/// Syntax errors reported for one file; the rest would be noise.
pub const SYNTAX_ERRORS_MAX: usize = 50;
/// Steps (IR operations) that a run may take between two effects before it is stopped as a loop
/// that never yields.
pub const STEP_FUEL_MAX: u64 = 5_000_000;
/// Frames of one run: deep recursion is a mistake in a bot, and a frame is stored with the run.
pub const FRAMES_MAX: usize = 256;
/// Bytes of text that one operation may make (joining in a loop doubles quickly).
pub const TEXT_BYTES_MAX: usize = 8 * 1024 * 1024;
/// Elements that a list, set or map may have.
pub const ELEMENTS_MAX: usize = 1_000_000;
/// Depth of a value (lists in lists): bounds recursion when values are encoded, compared, dropped.
pub const VALUE_DEPTH_MAX: usize = 100;
/// An e-mail address (RFC 5321: a path of 256 bytes with its brackets).
pub const EMAIL_BYTES_MAX: usize = 254;
/// Columns that a format may pad to, and digits that it may ask for: more fits no screen.
pub const FORMAT_WIDTH_MAX: usize = 200;
/// A Webex message: 7439 bytes of UTF-8 before encryption (the error text says "characters").
pub const MESSAGE_BYTES_MAX: usize = 7439;
/// Edits that Webex allows for one message.
pub const MESSAGE_EDITS_MAX: usize = 10;
/// Body of an incoming webhook. GitHub caps its payloads at 25 MB; nearly all are below 100 kB.
pub const WEBHOOK_BODY_BYTES_MAX: usize = 25 * 1024 * 1024;
/// Body of an answer that `http` reads.
pub const HTTP_BODY_BYTES_MAX: usize = 25 * 1024 * 1024;
/// Redirects that `http` follows; each hop is checked against the allow-list.
pub const HTTP_REDIRECTS_MAX: usize = 5;
/// Timeout of an `http` call that names none, in milliseconds.
pub const HTTP_TIMEOUT_MS: i64 = 30_000;
/// Attempts for one call to Webex that fails in a way that may pass (429, 5xx).
pub const RETRY_ATTEMPTS_MAX: u32 = 6;
/// So long it counts that no call gets through though Webex can be reached, in milliseconds (five minutes): more than
/// the longest wait between two attempts.
pub const FAILING_KEPT_MS: u64 = 5 * 60_000;
/// How long a call of a run goes on while no call gets through to Webex, in milliseconds (a day): then it fails, and
/// the run with it. It is as far back as the bot looks for what it missed.
pub const OUTAGE_MS_MAX: u64 = 24 * 3_600_000;
/// So long it takes no call to get through because there were too many until that counts as out of order, in milliseconds
/// (a minute): each pause that Webex asks for is shorter as a rule.
pub const LIMITED_MS: u64 = 60_000;
/// Longest pause that a `Retry-After` may ask for, in milliseconds (an hour). A call that is asked to wait
/// longer fails, but one that a run is on the way with: that asks again.
pub const RETRY_AFTER_MS_MAX: u64 = 3_600_000;
/// Attempts for one call that Webex refuses because there were too many: it is not carried out and may go
/// again, and with others of the same token it may take some rounds. What a run is on the way with goes on for a day.
pub const RATE_LIMITED_ATTEMPTS_MAX: u32 = 20;
/// Calls to Webex that may be under way at once. At the usual fifth of a second for one, far more than
/// Webex lets a token make.
pub const CALLS_MAX: usize = 32;
/// A call goes at the latest when so many more urgent ones went before it, one class of them at a time: so
/// one in nine goes to those for whom nobody waits, however many answers there are to give.
pub const CALLS_PASSED_OVER_MAX: u32 = 8;
/// Calls that wait from which on the queue to Webex counts as deep: at the usual limit of five calls in a
/// second, those of 40 seconds.
pub const QUEUE_DEEP: usize = 200;
/// While the queue to Webex is deep, timers that may not be late are looked for this often, in milliseconds.
pub const DEEP_LOOK_MS: i64 = 500;
/// Callers of webhooks that may wait for a `respond` while the queue to Webex is deep; more get 202 at once.
pub const CALLERS_WAITING_MAX: usize = 200;
/// Runs that are let go together when the queue is deep no more.
pub const HELD_BACK_AT_ONCE: usize = 50;
/// On SIGTERM runs may finish for this long, in milliseconds.
pub const SHUTDOWN_GRACE_MS_MAX: u64 = 10_000;
/// A duplicate event within this time runs nothing, in milliseconds (7 days).
pub const DEDUPE_MS: i64 = 7 * 24 * 3_600_000;
/// Events that may wait in one conversation before new ones are refused with a log line.
pub const CONVERSATION_EVENTS_MAX: usize = 10_000;
/// Lines of one span that a terminal shows; of a longer one only the first line is underlined.
pub const SNIPPET_LINES_MAX: usize = 12;
/// Repeats that `retry:` may ask for: beyond this a schedule of its own is the better tool.
pub const HTTP_RETRIES_MAX: u32 = 10;
/// Longest pause between two attempts of an `http` call, in milliseconds; a server that asks for
/// more gets no further attempt, since a person may be waiting.
pub const HTTP_RETRY_PAUSE_MS_MAX: u64 = 30_000;
/// Time to open a connection, in milliseconds: a host that is up answers within a few round trips.
pub const HTTP_CONNECT_MS_MAX: u64 = 10_000;
/// One call to the Webex API, in milliseconds.
pub const WEBEX_TIMEOUT_MS: u64 = 30_000;
/// Upload or download of one file, in milliseconds: 100 MB over a slow line.
pub const WEBEX_FILE_TIMEOUT_MS: u64 = 300_000;
/// A file in Webex: 100 MB.
pub const FILE_BYTES_MAX: usize = 100 * 1024 * 1024;
/// Part of a split message. Below the limit of a message, since mentions and rendered html grow
/// after encryption, where a second limit (10,000) holds.
pub const MESSAGE_PART_BYTES_MAX: usize = 7000;
/// Pages of one list that are followed before it counts as a loop.
pub const PAGES_MAX: usize = 1000;
/// Pause after a 429 that names none, in milliseconds.
pub const RETRY_AFTER_MS: u64 = 15_000;
/// Connections that a listener serves at once; more wait to be accepted.
pub const CONNECTIONS_MAX: usize = 1024;
/// Head of a request: its line and its headers.
pub const REQUEST_HEAD_BYTES_MAX: usize = 64 * 1024;
/// Headers of a request.
pub const REQUEST_HEADERS_MAX: usize = 100;
/// Body of a delivery of Webex: it names what happened, the content is fetched.
pub const WEBEX_BODY_BYTES_MAX: usize = 1024 * 1024;
/// Bodies of deliveries of third parties that are in memory at the same time; more wait to be read. Who they
/// are is known only when the whole body is there.
pub const WEBHOOK_BODIES_BYTES_MAX: usize = 4 * WEBHOOK_BODY_BYTES_MAX;
/// Time for a client to send a request's head, in milliseconds; also the longest idle keep-alive.
pub const REQUEST_HEAD_MS_MAX: u64 = 30_000;
/// Time to read and answer one request, in milliseconds.
pub const REQUEST_MS_MAX: u64 = 60_000;
/// How long the caller of a webhook waits for what the run says, in milliseconds: then it hears that the delivery came.
pub const CALLER_MS_MAX: u64 = 55_000;
/// Size that one regex of a script may compile to, in bytes: many times what a hand-written one
/// needs; keeps `(\w{1000}){1000}` from taking the memory.
pub const REGEX_BYTES_MAX: usize = 4 * 1024 * 1024;
/// States of the automaton of the `on message` regexes without a text of their own, so long as each has a few.
pub const REGEX_STATES_MAX: usize = 400_000;
/// Bytes of what messages led to in it: filled as messages come, and dropped when it is full.
pub const REGEX_SUBSETS_BYTES_MAX: usize = 16 * 1024 * 1024;
/// Depth of groups in a regex: bounds recursion in its passes.
pub const REGEX_NESTING_MAX: u32 = 64;
/// Depth of brackets in a command pattern. Users could not read a deeper one in `help`.
pub const PATTERN_NESTING_MAX: usize = 8;
/// How often a step is done again because others changed what it read: each time somebody else got
/// ahead, so this many in a row is a hot spot that no waiting cures.
pub const COMMIT_ATTEMPTS_MAX: u32 = 200;
/// What the bot missed is looked for this far back, in milliseconds (a day), where nothing else is said.
pub const CATCH_UP_MS: u64 = 24 * 3_600_000;
/// How long questions do not run out after a start or a reconnect until what was missed has come in, in milliseconds
/// (half an hour).
pub const CATCH_UP_FIRST_MS_MAX: i64 = 30 * 60_000;
/// Rooms of questions that end which are looked through at once.
pub const LAST_LOOKS_MAX: usize = 16;
/// So many rooms that cannot be looked through one after another are no matter of the rooms: the rest is left for later.
pub const CATCH_UP_FAILURES_MAX: u32 = 3;
/// Ids of events of the websocket that are looked up at once: half of the calls that may be under way.
pub const SOCKET_LOOKUPS_MAX: usize = 16;
/// Frames of the websocket that are on their way in at once, those that wait for others before them included.
pub const SOCKET_FRAMES_MAX: usize = 1_000;
/// How long messages wait at a start and after a lost connection until it is known in which rooms something may have been
/// missed, in milliseconds.
pub const LOOK_BACK_FIRST_MS_MAX: i64 = 10_000;
/// How long messages of one room wait for what was missed there to come in before them, in milliseconds (a minute).
pub const LOOK_BACK_ROOM_MS_MAX: i64 = 60_000;
/// How soon an event is read again that could not be read, in milliseconds: at first, and from then on.
pub const READ_AGAIN_SOON_MS: [i64; 3] = [2_000, 5_000, 15_000];
/// How often it is read again after that, in milliseconds.
pub const READ_AGAIN_MS: i64 = 60_000;
/// How long what was sent after it in its conversation waits for it, in milliseconds (ten minutes).
pub const READ_HOLDS_MS: i64 = 10 * 60_000;
/// Messages of one room that are looked through for what the bot missed.
pub const CATCH_UP_MESSAGES_MAX: usize = 10_000;
/// Answers about people, rooms and messages are kept this long, in milliseconds.
pub const READ_CACHE_MS: i64 = 60_000;
/// Answers that are kept at once.
pub const READ_CACHE_MAX: usize = 10_000;
/// Rooms that are looked through for a title. Bots in more are rare and should name rooms by id.
pub const ROOMS_READ_MAX: usize = 10_000;
/// Members of a room that a script gets to see.
pub const MEMBERS_READ_MAX: usize = 10_000;
/// Deliveries that may wait for one webhook; more are dropped, and logged.
pub const EMULATOR_DELIVERIES_MAX: usize = 10_000;
/// Devices that one account may register for websockets: the figure that clients quote.
pub const EMULATOR_DEVICES_MAX: usize = 100;
/// Rules for faults that may be in force at once, where they are ordered over HTTP.
pub const EMULATOR_FAULTS_MAX: usize = 1000;
/// Rules that have fired as often as they may and are still listed.
pub const EMULATOR_FAULTS_SPENT_MAX: usize = 1000;
/// Calls of the REST API that are noted at once, where somebody asks for them.
pub const EMULATOR_CALLS_NOTED_MAX: usize = 5000;
/// Frames of a websocket that can be replayed.
pub const EMULATOR_FRAMES_KEPT_MAX: usize = 100;
/// Lines of the log that a page gets when it opens; older ones are forgotten.
pub const EMULATOR_LOG_LINES_MAX: usize = 500;
/// Events that a slow page may be behind before it is told to start over.
pub const EMULATOR_FEED_EVENTS_MAX: usize = 1024;
/// Bytes of the bot's answer that the page shows.
pub const EMULATOR_HOOK_ANSWER_BYTES_MAX: usize = 1024 * 1024;
/// Largest body of a call of the emulator's page: a file of a message, in Base64, or a webhook of a third party.
pub const EMULATOR_CONTROL_BODY_BYTES_MAX: usize = 64 * 1024 * 1024;
/// Messages of a room that the page of the emulator draws, the newest.
pub const EMULATOR_VIEW_MESSAGES_MAX: usize = 300;
/// Characters of the last message beside a room's title.
pub const EMULATOR_PREVIEW_CHARS_MAX: usize = 120;
/// Largest body that the emulated API takes: a file of 100 MB, as the platform allows, and the form around it.
pub const EMULATOR_API_BODY_BYTES_MAX: usize = 101 * 1024 * 1024;
/// Bytes of a card's JSON above which the post is refused. The true figure is not published; this is
/// the size at which Cisco's own card sampler warns.
pub const EMULATOR_CARD_BYTES_MAX: usize = 60_000;
/// Declared types, and constants, may refer to each other this deep: each level is a level of recursion.
pub const DECLARATION_DEPTH_MAX: usize = 32;
/// Parts of one declared type, those of the types that it names included: types are compared part by part.
pub const TYPE_PARTS_MAX: usize = 4000;
/// Branches of one `if`: more are a table, and each is a level of recursion.
pub const IF_BRANCHES_MAX: usize = 60;
/// Arguments of one call: the machine counts them in a byte.
pub const CALL_ARGUMENTS_MAX: usize = 200;
/// A direct room that is younger than this at its first message, in milliseconds, was opened by that message.
pub const JOIN_MESSAGE_MS: i64 = 60_000;
/// Mentions of one message that are looked up.
pub const MENTIONS_MAX: usize = 20;
/// A question without `within` waits for a day, in milliseconds.
pub const ANSWER_MS: i64 = 24 * 3_600_000;
/// After so many bad answers to a question the run ends: whoever answers is not talking to the bot.
pub const BAD_ANSWERS_MAX: u32 = 3;
/// A question with so many choices has a button for each; more are a list to type from.
pub const CHOICE_BUTTONS_MAX: usize = 5;
/// Messages of one question in whose threads an answer may stand; of more the newest.
pub const QUESTION_MESSAGES_MAX: usize = 8;
/// However far away the next timer is, the clock is looked at this often, in milliseconds: it may be set.
pub const TIMER_LOOK_MS: i64 = 3_600_000;
/// A schedule runs at most this often, in milliseconds: what is quicker is a loop, and Webex's limits are near.
pub const SCHEDULE_MS_MIN: i64 = 1_000;
