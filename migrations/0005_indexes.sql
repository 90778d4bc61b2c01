-- Indexes that hold only the rows that are looked up by them. Whole, they were chosen for "is null" too whenever the statistics were of a calm hour,
-- and a query read as many rows as there were documents under way.

drop index ix_cost_entries_result;
create index ix_cost_entries_result on cost_entries (result_id) where result_id is not null;

drop index ix_documents_duplicate_of;
create index ix_documents_duplicate_of on documents (duplicate_of) where duplicate_of is not null;
