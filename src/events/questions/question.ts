import { Names, Stack, Token } from 'aws-cdk-lib';
import { CfnNamedQuery } from 'aws-cdk-lib/aws-athena';
import { Construct, type IConstruct } from 'constructs';
import { QUESTION, type QuestionDocument } from '../../formats/questions';
import { checkKnown, checkPattern } from '../../private/checks';
import { fail } from '../../private/errors';
import type { IEventPipeline } from '../pipeline/event-pipeline-attributes';
import { AnswerView } from './answer-view';
import type { EventCondition } from './event-match';
import { QuestionPeriod } from './question-period';
import type { Asked, Statement } from './sql/model';
import { isTimeZone } from './sql/zones';
import { takeViewName } from './view-names';
import { checkSqlText, Vocabulary } from './vocabulary';

/**
 * What every question about events can be told.
 */
export interface QuestionProps {
  /**
   * Where the events are.
   */
  readonly pipeline: IEventPipeline;

  /**
   * What the question is called where people see it: up to 128 characters.
   *
   * @default - the id of the construct
   */
  readonly title?: string;

  /**
   * The days that it is about.
   *
   * @default QuestionPeriod.lastDays(28)
   */
  readonly period?: QuestionPeriod;

  /**
   * The time zone in which days begin, such as `Europe/Berlin`.
   *
   * @default 'UTC'
   */
  readonly timeZone?: string;

  /**
   * Conditions of all events that are looked at: the others are as if they had not happened.
   *
   * @default - all events are looked at
   */
  readonly where?: EventCondition[];

  /**
   * The name of the view in Athena: up to 128 lower-case letters, digits and `_`, the first one a letter. No other question in the database has it, nor do its tables `events` and `rejected_events`.
   *
   * @default - made of the id and the path of the construct
   */
  readonly viewName?: string;

  /**
   * Whether bots are counted as well.
   *
   * @default false
   */
  readonly includeBots?: boolean;

  /**
   * Whether canaries are counted as well.
   *
   * @default false
   */
  readonly includeSyntheticUsers?: boolean;
}

/**
 * A question about events, which Athena answers: from a view, and from a named query in the workgroup of the pipeline.
 */
export interface IQuestion extends IConstruct {
  /**
   * The statement that answers it: SQL that Athena (Trino) and DuckDB read alike.
   */
  readonly sql: string;

  /**
   * The view in the database of the pipeline that has the answer as its rows.
   */
  readonly viewName: string;
}

/** Athena's limit of a statement, in bytes: https://docs.aws.amazon.com/athena/latest/ug/service-limits.html */
const MAX_SQL_BYTES = 262_144;

/**
 * What all questions have in common. Each event counts once, however often it was sent, and a person is one with all
 * devices on which the same user was known.
 */
export abstract class Question extends Construct implements IQuestion {
  public readonly viewName: string;
  private readonly pipeline: IEventPipeline;
  private readonly title: string;
  private statement = '';

  /** @internal */
  protected readonly _asked: Asked;

  /** @internal */
  protected readonly _vocabulary: Vocabulary;

  /**
   * The statement that answers it: SQL that Athena (Trino) and DuckDB read alike.
   */
  public get sql(): string {
    return this.statement;
  }

  constructor(scope: Construct, id: string, props: QuestionProps) {
    super(scope, id);
    const { pipeline, title = id, timeZone = 'UTC', period = QuestionPeriod.lastDays(28) } = props;
    this.pipeline = pipeline;
    this.title = title;
    checkKnown(this, 'databaseName of the pipeline', pipeline.databaseName);
    checkSqlText(this, 'title', title);
    checkPattern(this, 'title', title, { pattern: /^.{1,128}$/u, expected: '1 to 128 characters', fix: 'shorten it' });
    checkKnown(this, 'timeZone', timeZone);
    if (!isTimeZone(timeZone)) {
      fail(this, {
        what: 'timeZone',
        got: timeZone,
        expected: 'the name of a time zone of the IANA database, such as Europe/Berlin',
        fix: 'mend the name',
      });
    }
    checkKnown(this, 'viewName', props.viewName);
    checkPattern(this, 'viewName', props.viewName, {
      pattern: /^[a-z][a-z0-9_]{0,127}$/,
      expected: 'up to 128 lower-case letters, digits and _, the first one a letter',
      fix: 'pass a name such as checkout_funnel, or leave it out',
    });
    this.viewName = props.viewName ?? viewNameOf(this);
    takeViewName(this, pipeline.databaseName, this.viewName);
    this.checkPlace();
    this._vocabulary = new Vocabulary(pipeline);
    this._asked = {
      table: 'events',
      period: period._in(this),
      timeZone,
      where: (props.where ?? []).map((each, i) => each._in(this, `where[${i}]`, this._vocabulary)),
      bots: props.includeBots ?? false,
      synthetic: props.includeSyntheticUsers ?? false,
    };
  }

  /**
   * Defines what has the answer, and tells the tool of it.
   *
   * @internal
   */
  protected _answer(kind: string, answer: Statement, more: { readonly [name: string]: Statement } = {}): void {
    const { pipeline } = this;
    this.statement = answer.sql;
    const statements = Object.entries({ answer, ...more }).map(([name, { sql }]) => ({ name, sql }));
    for (const { name, sql } of statements) this.define(name, sql);
    const view = new AnswerView(this, 'View', { databaseName: pipeline.databaseName, viewName: this.viewName, answer });
    for (const resource of [view, ...this.node.children.filter((child) => CfnNamedQuery.isCfnElement(child))]) {
      resource.node.addDependency(...this.needed());
    }
    const document: QuestionDocument = {
      kind,
      title: this.title,
      table: this._asked.table,
      properties: this._vocabulary.properties(),
      statements,
    };
    this.node.addMetadata(QUESTION, document);
  }

  /** The pipeline; below it, what it has of tables and of the workgroup, as nothing can wait for what it is a part of. */
  private needed(): IConstruct[] {
    const { node } = this.pipeline;
    if (!this.node.scopes.includes(this.pipeline)) return [this.pipeline];
    return ['Store', 'Questions'].flatMap((id) => node.tryFindChild(id) ?? []);
  }

  /** A view and a named query are of one Region and account: that of the database and the workgroup. */
  private checkPlace(): void {
    const [own, its] = [Stack.of(this), Stack.of(this.pipeline)];
    for (const what of ['region', 'account'] as const) {
      if (Token.isUnresolved(own[what]) || Token.isUnresolved(its[what]) || own[what] === its[what]) continue;
      fail(this, {
        what: `${what} of the stack`,
        got: own[what],
        expected: `${its[what]}, where the pipeline ${this.pipeline.node.path} is`,
        fix: 'ask in a stack of the same Region and account',
      });
    }
  }

  private define(name: string, sql: string): void {
    const bytes = Buffer.byteLength(sql);
    if (bytes > MAX_SQL_BYTES) {
      fail(this, {
        what: 'the SQL of the question',
        got: `${bytes} bytes`,
        expected: `at most ${MAX_SQL_BYTES}, the limit of Athena`,
        fix: 'ask with fewer steps, conditions or days',
      });
    }
    new CfnNamedQuery(this, name === 'answer' ? 'Query' : `Query${name[0].toUpperCase()}${name.slice(1)}`, {
      name: name === 'answer' ? this.title : `${this.title.slice(0, 126 - name.length)}, ${name}`,
      description: `${this.node.path}, which the view ${this.viewName} answers, too`.slice(0, 1024),
      database: this.pipeline.databaseName,
      workGroup: this.pipeline.workGroupName,
      queryString: sql,
    });
  }
}

/** By its path, so that questions of the same id are no other's view. */
function viewNameOf(question: Construct): string {
  const readable = question.node.id
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .toLowerCase();
  const named = /^[a-z]/.test(readable) ? readable : `q_${readable}`;
  return `${named.slice(0, 100)}_${Names.nodeUniqueId(question.node).slice(-8).toLowerCase()}`;
}
