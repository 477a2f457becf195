import { Component } from '@angular/core';

@Component({ selector: 'shop-late', template: '<p>Late</p>' })
export class Late {}
