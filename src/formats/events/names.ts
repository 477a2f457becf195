/** The names of events that the clients report by themselves, as the table of events has them; no catalog may declare them. */
export const PAGE_VIEW = 'page_view';
export const SESSION_START = 'session_start';
export const TRANSACTION_STARTED = 'transaction_started';
export const TRANSACTION_COMPLETED = 'transaction_completed';
export const TRANSACTION_ABANDONED = 'transaction_abandoned';
export const FEATURE_USED = 'feature_used';
/** Of a click, a tap, or the key that stands for one. */
export const CLICK = 'click';
/** What a user did on a page view, told when it ends. */
export const PAGE_ENGAGEMENT = 'page_engagement';
/** How a form was filled in, told when it is sent or left. */
export const FORM = 'form';
export const REQUEST = 'request';
export const ERROR = 'error';
/** How many events a browser has lost, by reason. */
export const EVENTS_DROPPED = 'events_dropped';
